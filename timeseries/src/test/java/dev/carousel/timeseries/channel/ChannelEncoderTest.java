package dev.carousel.timeseries.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.Measurements;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelEncoderTest {
  private static final double NAN = Double.NaN;
  private static final List<ChannelInput> ALL = List.of(ChannelInput.values());

  // float32 of numbers of size 1.
  private static final double ROUNDING = 1e-6;

  private static Measurements measured(int channels, double... values) {
    return new Measurements(channels, values, Optional.empty());
  }

  private static LabelledSequence labelled(Measurements measurements) {
    return new LabelledSequence("a", measurements, new Place("t", 1));
  }

  private static double[] doubles(float... values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  @Test
  void valuesMasksAndGapsAreThoseOfThePaper() {
    // Times 0, 1, 3, 3.5. Channel 1 is measured at 0 and 3, channel 2 at 1 and 3.5.
    Measurements irregular =
        new Measurements(
            2,
            new double[] {1, NAN, NAN, 10, 3, NAN, NAN, 30},
            Optional.of(new double[] {0, 1, 3, 3.5}));
    ChannelEncoder encoder =
        ChannelEncoder.fit(
            new ChannelForm(ChannelScale.NONE, ALL, 1), List.of(labelled(irregular)));

    assertThat(encoder.width()).isEqualTo(6);
    // Gaps of channel 1: 0, 1, 3, 0.5, their mean without the first 1.5; of channel 2: 0, 1, 2,
    // 2.5, mean 5.5 / 3. The mean of channel 2 is 20.
    double second = 5.5 / 3;
    assertThat(doubles(encoder.features(irregular)))
        .containsExactly(
            new double[] {
              1, 20, 1, 0, 0, 0, //
              1, 10, 0, 1, 1 / 1.5, 1 / second, //
              3, 10, 1, 0, 3 / 1.5, 2 / second, //
              3, 30, 0, 1, 0.5 / 1.5, 2.5 / second
            },
            within(ROUNDING));
  }

  @Test
  void stepsOfAFrameAreReadTogether() {
    ChannelForm form =
        new ChannelForm(ChannelScale.NONE, List.of(ChannelInput.VALUES, ChannelInput.MASKS), 2);
    Measurements three = measured(1, 1, NAN, 3);
    ChannelEncoder encoder = ChannelEncoder.fit(form, List.of(labelled(three)));

    assertThat(encoder.width()).isEqualTo(4);
    assertThat(encoder.values()).isEqualTo(2);
    assertThat(encoder.features(three)).containsExactly(1, 1, 1, 0, 3, 1, 0, 0);
    assertThat(encoder.scaled(three)).containsExactly(1, Float.NaN, 3, Float.NaN);
  }

  @Test
  void scalesAreOfTheTrainingPartOrOfEachSequence() {
    List<LabelledSequence> training =
        List.of(labelled(measured(1, 1, NAN, 3)), labelled(measured(1, 5, 7)));
    Measurements other = measured(1, NAN, 14, 4);

    // Mean 4, variance (9 + 1 + 1 + 9) / 4 = 5.
    ChannelEncoder standard =
        ChannelEncoder.fit(
            new ChannelForm(ChannelScale.STANDARD, List.of(ChannelInput.VALUES), 1), training);
    assertThat(doubles(standard.features(other)))
        .containsExactly(new double[] {0, 10 / Math.sqrt(5), 0}, within(ROUNDING));
    assertThat(standard.scaled(other)[0]).isNaN();
    ChannelEncoder each =
        ChannelEncoder.fit(
            new ChannelForm(ChannelScale.EACH, List.of(ChannelInput.VALUES), 1), training);
    assertThat(doubles(each.features(other)))
        .containsExactly(new double[] {0, 1, -1}, within(ROUNDING));
    ChannelEncoder none =
        ChannelEncoder.fit(
            new ChannelForm(ChannelScale.NONE, List.of(ChannelInput.VALUES), 1), training);
    assertThat(doubles(none.features(other)))
        .containsExactly(new double[] {4, 14, 4}, within(ROUNDING));
  }

  @Test
  void constantAndHugeValuesWorkAndWhatCannotIsRefused() {
    for (ChannelScale scale : ChannelScale.values()) {
      Measurements constant = measured(1, 0.1, 0.1, 0.1);
      float[] read =
          ChannelEncoder.fit(new ChannelForm(scale, ALL, 1), List.of(labelled(constant)))
              .features(constant);
      assertThat(read[0]).isEqualTo(scale == ChannelScale.NONE ? 0.1f : 0f);
    }
    Measurements huge = measured(1, 1e100, -1e100);
    assertThat(
            ChannelEncoder.fit(
                    new ChannelForm(ChannelScale.STANDARD, List.of(ChannelInput.VALUES), 1),
                    List.of(labelled(huge)))
                .features(huge))
        .containsExactly(1, -1);
    ChannelEncoder none =
        ChannelEncoder.fit(new ChannelForm(ChannelScale.NONE, ALL, 1), List.of(labelled(huge)));
    assertThatThrownBy(() -> none.features(huge))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "1.0E100 in channel 1 is too large; give values in a larger unit or scale them");
    Measurements beyond = measured(1, 1e200, -1e200);
    assertThatThrownBy(
            () ->
                ChannelEncoder.fit(
                    new ChannelForm(ChannelScale.STANDARD, ALL, 1), List.of(labelled(beyond))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the values of channel 1 are too large to be scaled; give them in a larger unit");
    assertThatThrownBy(
            () ->
                ChannelEncoder.fit(
                    new ChannelForm(ChannelScale.NONE, ALL, 1),
                    List.of(labelled(measured(2, 1, NAN, 2, NAN)))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("channel 2 has no value in the training part; leave it out");
    assertThatThrownBy(
            () ->
                new ChannelForm(
                    ChannelScale.NONE, List.of(ChannelInput.GAPS, ChannelInput.GAPS), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputs must be one or more of values, masks and gaps, each once");
    assertThatThrownBy(() -> new ChannelForm(ChannelScale.NONE, ALL, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("frame must be at least 1, got 0");
  }

  @Test
  void otherTextIsRefused() {
    for (String text : List.of("", "offset\tfactor\tmean\tgap\n", "a\n1\t2\t3\t4\n")) {
      assertThatThrownBy(
              () -> ChannelEncoder.read(new ChannelForm(ChannelScale.NONE, ALL, 1), text))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("the fitted channels are not a header and a line a channel");
    }
    assertThatThrownBy(
            () ->
                ChannelEncoder.read(
                    new ChannelForm(ChannelScale.NONE, ALL, 1),
                    "offset\tfactor\tmean\tgap\n1\tx\n"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the fitted channels cannot be read: For input string: \"x\"");
  }

  private static void assertRefused(Map<String, Object> request, int channels, String message) {
    assertThatThrownBy(() -> SequenceRequest.read(request, channels))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void requestsAreReadStrictly() {
    assertThat(SequenceRequest.read(Map.of("values", Arrays.asList(1, null, 2.5)), 1).values())
        .containsExactly(1, NAN, 2.5);
    Measurements two =
        SequenceRequest.read(
            Map.of(
                "values", List.of(Arrays.asList(1, null), List.of(3, 4)), "times", List.of(0, 0.5)),
            2);
    assertThat(two.values()).containsExactly(1, NAN, 3, 4);
    assertThat(two.time(1)).isEqualTo(0.5);

    assertRefused(Map.of(), 1, "missing key 'values'; expected a list of numbers");
    assertRefused(
        Map.of("value", 1), 1, "unknown key 'value'; did you mean 'values'? known: values, times");
    assertRefused(
        Map.of("values", 7), 1, "expected a list of numbers under 'values', at least one, got 7");
    assertRefused(
        Map.of("values", List.of()),
        2,
        "expected a list of steps, each a list of 2 numbers under 'values', at least one, got []");
    assertRefused(
        Map.of("values", List.of(1, 2)),
        2,
        "expected a list of steps, each a list of 2 numbers under 'values', got 1 as step 1");
    assertRefused(
        Map.of("values", List.of(List.of(1, 2), List.of(1))),
        2,
        "step 2 under 'values' has 1 numbers; the model reads 2");
    assertRefused(
        Map.of("values", List.of(1, "b")), 1, "step 2 under 'values' is b, which is not a number");
    assertRefused(Map.of("values", Arrays.asList(null, null)), 1, "every value is missing");
    assertRefused(
        Map.of("values", List.of(Double.POSITIVE_INFINITY)),
        1,
        "a value is infinite; every value must be finite");
    assertRefused(
        Map.of("values", List.of(1, 2), "times", List.of(1)),
        1,
        "1 times for 2 steps; give one a step");
    assertRefused(
        Map.of("values", List.of(1, 2), "times", List.of(1, 1)),
        1,
        "the time of step 2 is 1.0, which is not after 1.0, that of the step before");
  }
}
