package dev.carousel.experiment.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MessageTest {
  @Test
  void numbersAreAsTheGuideToTheEncodingShowsThem() {
    // Its two examples: field 1 with 150, and field 2 with the string "testing".
    assertThat(new Message().integer(1, 150).bytes()).containsExactly(0x08, 0x96, 0x01);
    assertThat(new Message().text(2, "testing").bytes())
        .containsExactly(0x12, 0x07, 't', 'e', 's', 't', 'i', 'n', 'g');
  }

  @Property(tries = 200)
  void readingGivesBackEveryField(
      @ForAll long integer,
      @ForAll double real,
      @ForAll float small,
      @ForAll String text,
      @ForAll @IntRange(min = 1, max = 1000) int field) {
    Message inner = new Message().integer(field, integer).text(field + 1, text);
    byte[] bytes =
        new Message().real(1, real).real(2, small).message(3, inner).message(3, inner).bytes();

    var fields = EventFileReader.fields(ByteBuffer.wrap(bytes));

    assertThat(fields.keySet()).containsExactly(1, 2, 3);
    assertThat(fields.get(1)).isEqualTo(List.of(Double.doubleToRawLongBits(real)));
    assertThat(fields.get(2)).isEqualTo(List.of(Float.floatToRawIntBits(small)));
    assertThat(fields.get(3)).hasSize(2);
    var nested = EventFileReader.fields((ByteBuffer) fields.get(3).get(1));
    assertThat(nested.get(field)).isEqualTo(List.of(integer));
    assertThat(nested.get(field + 1))
        .isEqualTo(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }
}
