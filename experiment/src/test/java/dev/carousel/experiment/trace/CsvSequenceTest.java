package dev.carousel.experiment.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.train.Signature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvSequenceTest {
  private static <T> T with(byte[] contents, Function<Path, T> reader) {
    try {
      Path file = Files.createTempFile("sequence", ".csv");
      try {
        Files.write(file, contents);
        return reader.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Batch read(String contents, Signature.Input input) {
    return with(contents.getBytes(StandardCharsets.UTF_8), file -> CsvSequence.read(file, input));
  }

  @Property(tries = 200)
  void featuresAreReadAsWritten(
      @ForAll @Size(min = 1, max = 30) float[] values,
      @ForAll @IntRange(min = 1, max = 4) int width) {
    int steps = (values.length + width - 1) / width;
    float[] all = Arrays.copyOf(values, steps * width);
    String text =
        IntStream.range(0, steps)
            .mapToObj(
                t ->
                    IntStream.range(0, width)
                        .mapToObj(j -> Float.toString(all[t * width + j]))
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n"));
    Batch batch = read(text, new Signature.Features(width));
    assertThat(batch.steps()).isEqualTo(steps);
    assertThat(batch.lengths()).containsExactly(steps);
    assertThat(((Inputs.Features) batch.inputs()).values()).isEqualTo(all);
  }

  @Property(tries = 100)
  void tokensAreReadAsWritten(
      @ForAll @Size(min = 1, max = 30) int[] numbers, @ForAll boolean header) {
    int[] ids = IntStream.of(numbers).map(number -> Math.floorMod(number, 100)).toArray();
    String text =
        (header ? "\uFEFFid\n" : "")
            + IntStream.of(ids).mapToObj(id -> id + "\n").collect(Collectors.joining());
    Batch batch = read(text, new Signature.Tokens(100));
    assertThat(((Inputs.Tokens) batch.inputs()).ids()).isEqualTo(ids);
  }

  @Test
  void headerAndSpacesAreAllowed() {
    Batch batch = read("a, b\r\n 1 , 2.5\r\n", new Signature.Features(2));
    assertThat(((Inputs.Features) batch.inputs()).values()).containsExactly(1, 2.5f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | ''              | FILE has no steps; give it a line a step
          2 | a,b             | FILE has no steps; give it a line a step
          2 | a,b;1,2;3       | FILE, line 3: 1 column; the model reads 2 features a step
          1 | 1,2             | FILE, line 1: 2 columns; the model reads one feature a step
          2 | 1,2;3,          | FILE, line 2: '' in column 2 is not a number
          2 | 1,abc           | FILE, line 1: 'abc' in column 2 is not a number
          1 | 1;1d            | FILE, line 2: '1d' in column 1 is not a number
          1 | 1;NaN           | FILE, line 2: 'NaN' in column 1 is not a number
          1 | 1;1e99          | FILE, line 2: '1e99' in column 1 is not a number
          1 | 1;;2            | FILE, line 2: '' in column 1 is not a number
          0 | 1;8             | FILE, line 2: '8' is not a token id; the model knows 0 to 7
          0 | 1;-1            | FILE, line 2: '-1' is not a token id; the model knows 0 to 7
          0 | 1;1.5           | FILE, line 2: '1.5' is not a token id; the model knows 0 to 7
          0 | 1,2             | FILE, line 1: 2 columns; the model reads one token id a step
          """)
  void mistakesAreTold(int features, String contents, String message) {
    Signature.Input input =
        features == 0 ? new Signature.Tokens(8) : new Signature.Features(features);
    byte[] bytes = contents.replace(";", "\n").getBytes(StandardCharsets.UTF_8);
    with(
        bytes,
        file -> {
          assertThatThrownBy(() -> CsvSequence.read(file, input))
              .isInstanceOf(InvalidDataException.class)
              .hasMessage(message.replace("FILE", file.toString()));
          return null;
        });
  }

  @Test
  void otherEncodingsAreRefused() {
    with(
        new byte[] {(byte) 0xE9, 'x'},
        file -> {
          assertThatThrownBy(() -> CsvSequence.read(file, new Signature.Features(1)))
              .isInstanceOf(InvalidDataException.class)
              .hasMessage(file + " is not UTF-8; save it in that encoding");
          return null;
        });
  }
}
