package dev.carousel.timeseries.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.Place;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.Measurements;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class ChannelEncoderPropertiesTest {
  private static final List<ChannelInput> ALL = List.of(ChannelInput.values());

  @Property(tries = 50)
  void whatWasFittedComesBackFromText(
      @ForAll @Size(6) List<@DoubleRange(min = -1e6, max = 1e6) Double> numbers) {
    Measurements measurements =
        new Measurements(
            2, numbers.stream().mapToDouble(Double::doubleValue).toArray(), Optional.empty());
    for (ChannelScale scale : ChannelScale.values()) {
      ChannelEncoder encoder =
          ChannelEncoder.fit(
              new ChannelForm(scale, ALL, 1),
              List.of(new LabelledSequence("a", measurements, new Place("t", 1))));
      ChannelEncoder read = ChannelEncoder.read(new ChannelForm(scale, ALL, 1), encoder.text());
      assertThat(read.text()).isEqualTo(encoder.text());
      assertThat(read.features(measurements)).containsExactly(encoder.features(measurements));
    }
  }

  /** What comes later changes nothing that a model has read by then, but for scales. */
  @Property(tries = 50)
  void stepsDoNotDependOnLaterOnes(
      @ForAll @Size(8) List<@DoubleRange(min = -10, max = 10) Double> numbers) {
    double[] values = numbers.stream().mapToDouble(x -> x < -5 ? Double.NaN : x).toArray();
    values[0] = 1;
    values[1] = 2;
    double[] changed = values.clone();
    changed[6] = 99;
    changed[7] = Double.NaN;
    Measurements one = new Measurements(2, values, Optional.empty());
    Measurements other = new Measurements(2, changed, Optional.empty());
    ChannelEncoder encoder =
        ChannelEncoder.fit(
            new ChannelForm(ChannelScale.STANDARD, ALL, 1),
            List.of(new LabelledSequence("a", one, new Place("t", 1))));
    int before = 3 * encoder.width();
    assertThat(Arrays.copyOf(encoder.features(other), before))
        .containsExactly(Arrays.copyOf(encoder.features(one), before));
  }
}
