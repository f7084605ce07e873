package dev.carousel.timeseries.audio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.InvalidDataException;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class WavPropertiesTest {
  private static Sound read(byte[] bytes) {
    return Wav.read(new ByteArrayInputStream(bytes), "a.wav");
  }

  /** Sixteen bits fit into a float, so nothing is rounded. */
  @Property(tries = 200)
  void whatTheJdkHasWrittenComesBack(
      @ForAll @Size(min = 1, max = 300) short[] samples,
      @ForAll @IntRange(min = 1, max = 192000) int sampleRate) {
    Sound sound = read(WavBytes.of(sampleRate, samples));

    assertThat(sound.sampleRate()).isEqualTo(sampleRate);
    assertThat(sound.samples()).hasSize(samples.length);
    for (int i = 0; i < samples.length; i++) {
      assertThat(sound.samples()[i] * 32768).isEqualTo(samples[i]);
    }
  }

  @Property(tries = 3000)
  void damagedFilesEndInAMessageOrInSound(
      @ForAll @Size(min = 1, max = 20) short[] samples,
      @ForAll @Size(max = 4) List<@IntRange(max = 47) Integer> places,
      @ForAll @Size(4) byte[] values,
      @ForAll @IntRange(max = 84) int length) {
    byte[] whole = WavBytes.of(8000, samples);
    for (int i = 0; i < places.size(); i++) {
      whole[Math.min(whole.length - 1, places.get(i))] = values[i];
    }
    byte[] bytes = Arrays.copyOf(whole, Math.min(whole.length, length));
    try {
      Sound sound = read(bytes);
      assertThat(sound.samples().length).isBetween(1, bytes.length);
    } catch (InvalidDataException e) {
      assertThat(e.getMessage()).startsWith("a.wav: ");
    }
  }
}
