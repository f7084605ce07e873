package dev.carousel.timeseries.vital;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.DataFolders;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.LabelledSequences;
import dev.carousel.timeseries.labelled.Measurements;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedVitalSignsTest {
  private static final int HEART_RATE = 0;
  private static final int SATURATION = 1;
  private static final int TEMPERATURE = 2;

  /** Of 2,000 patients, hours 10 and rate 2. */
  private static SimulatedVitalSigns signs(double attention, double dropped, double drift) {
    return new SimulatedVitalSigns(2000, 1, 1, 10, 2, attention, dropped, 0.5, drift, 7);
  }

  private static List<LabelledSequence> training(SimulatedVitalSigns signs) {
    return signs.read(new DataFolders(List.of())).part(Split.TRAIN);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElseThrow();
  }

  /** Of the last measured value of each patient of a label. */
  private static double meanLast(List<LabelledSequence> patients, String label, int channel) {
    List<Double> last = new ArrayList<>();
    for (LabelledSequence patient : patients) {
      Measurements measured = patient.measurements();
      int step = measured.steps() - 1;
      while (step >= 0 && Double.isNaN(measured.value(step, channel))) {
        step--;
      }
      if (patient.label().equals(label) && step >= 0) {
        last.add(measured.value(step, channel));
      }
    }
    return mean(last);
  }

  @Test
  void patientsAreMeasuredAsStated() {
    List<LabelledSequence> patients = training(signs(1, 0, 0));
    List<Double> first = new ArrayList<>();
    List<Double> squares = new ArrayList<>();
    double stays = 0;
    double heartRates = 0;
    double temperatures = 0;
    int deteriorating = 0;
    for (LabelledSequence patient : patients) {
      Measurements measured = patient.measurements();
      assertThat(measured.channels()).isEqualTo(5);
      assertThat(measured.time(0)).isZero();
      double standardised = (measured.value(0, HEART_RATE) - 80) / 12;
      first.add(standardised);
      squares.add(standardised * standardised);
      assertThat(measured.value(0, SATURATION)).isLessThanOrEqualTo(100);
      for (int t = 1; t < measured.steps(); t++) {
        heartRates += Double.isNaN(measured.value(t, HEART_RATE)) ? 0 : 1;
        temperatures += Double.isNaN(measured.value(t, TEMPERATURE)) ? 0 : 1;
      }
      assertThat(measured.time(measured.steps() - 1)).isBetween(0.0, 10.0);
      stays += 7.5;
      deteriorating += patient.label().equals(SimulatedVitalSigns.DETERIORATES) ? 1 : 0;
    }
    // Variance 1 + 0.7² + 0.2². Five standard errors of 2,000 patients each.
    double variance = 1.53;
    double error = 5 / Math.sqrt(patients.size());
    assertThat(mean(first)).isCloseTo(0, within(error * Math.sqrt(variance)));
    assertThat(mean(squares)).isCloseTo(variance, within(error * variance * Math.sqrt(2)));
    // Poisson counts of 30,000 and 7,500, over stays that vary by a fifth.
    assertThat(heartRates / stays).isCloseTo(2, within(0.1));
    assertThat(temperatures / stays).isCloseTo(0.5, within(0.05));
    assertThat(deteriorating).isBetween(880, 1120);
  }

  @Test
  void deteriorationShowsInValuesAndInHowOftenTheyAreMeasured() {
    List<LabelledSequence> patients = training(signs(3, 0, 12));
    double worse = meanLast(patients, SimulatedVitalSigns.DETERIORATES, HEART_RATE);
    double stable = meanLast(patients, SimulatedVitalSigns.STABLE, HEART_RATE);
    // Half of a stay of 7.5 hours at 12 / 10 an hour, in 7 of 10: 3.15 deviations of 12; the last
    // measurement is on average 1/6 of an hour before the end.
    assertThat(worse - stable).isCloseTo(12 * 0.7 * 1.2 * (3.75 - 1 / 6.0), within(3.0));
    assertThat(meanLast(patients, SimulatedVitalSigns.DETERIORATES, SATURATION)).isLessThan(93);
    double steps = meanSteps(patients, SimulatedVitalSigns.DETERIORATES);
    // Half of the time three times as often: 2 to 1, but for the steps of admission.
    assertThat((steps - 1) / (meanSteps(patients, SimulatedVitalSigns.STABLE) - 1))
        .isCloseTo(2, within(0.1));
  }

  private static double meanSteps(List<LabelledSequence> patients, String label) {
    return patients.stream()
        .filter(patient -> patient.label().equals(label))
        .mapToInt(patient -> patient.measurements().steps())
        .average()
        .orElseThrow();
  }

  @Test
  void valuesAreLostButTheirTimesAreNot() {
    SimulatedVitalSigns some = new SimulatedVitalSigns(50, 5, 5, 10, 2, 2, 0, 0.5, 3, 1);
    SimulatedVitalSigns lossy = new SimulatedVitalSigns(60, 5, 5, 10, 2, 2, 0.9, 0.5, 3, 1);
    LabelledSequences all = some.read(new DataFolders(List.of()));
    LabelledSequences few = lossy.read(new DataFolders(List.of()));
    for (int n = 0; n < 50; n++) {
      LabelledSequence whole = all.part(Split.TRAIN).get(n);
      LabelledSequence lost = few.part(Split.TRAIN).get(n);
      assertThat(lost.label()).isEqualTo(whole.label());
      assertThat(lost.measurements().times().orElseThrow())
          .isEqualTo(whole.measurements().times().orElseThrow());
      assertThat(lost.measurements().value(0, HEART_RATE))
          .isEqualTo(whole.measurements().value(0, HEART_RATE));
    }
    assertThat(all.files()).isEmpty();
    assertThat(
            some.read(new DataFolders(List.of())).part(Split.TEST).get(4).measurements().values())
        .containsExactly(all.part(Split.TEST).get(4).measurements().values());
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new SimulatedVitalSigns(0, 1, 1, 10, 2, 1, 0, 0.5, 1, 1))
        .hasMessage("train must be above 0, got 0.0");
    assertThatThrownBy(() -> new SimulatedVitalSigns(1, 1, 1, Double.NaN, 2, 1, 0, 0.5, 1, 1))
        .hasMessage("hours must be above 0, got NaN");
    assertThatThrownBy(() -> new SimulatedVitalSigns(1, 1, 1, 1e5, 2, 1, 0, 0.5, 1, 1))
        .hasMessage("hours · rate · attention must be at most 100000 measurements, got 200000.0");
    assertThatThrownBy(() -> signs(1, 1, 0))
        .hasMessage("dropped must be at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new SimulatedVitalSigns(1, 1, 1, 10, 2, 1, 0, 1.5, 1, 1))
        .hasMessage("deteriorating must be 0 to 1, got 1.5");
    assertThatThrownBy(() -> signs(1, 0, Double.POSITIVE_INFINITY))
        .hasMessage("drift must be finite, got Infinity");
  }
}
