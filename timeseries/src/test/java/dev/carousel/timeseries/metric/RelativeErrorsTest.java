package dev.carousel.timeseries.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RelativeErrorsTest {
  private static final double[] ACTUAL = {3, -1, 0.5, 5, 2, 8, -4, 1.5};
  private static final double[] FORECAST = {1, 2, 0.25, 5, 2.5, 6, -3, 4};

  /** Two columns, side by side in the arrays, a constant apart from what they are there. */
  private static RelativeErrors errors(double away) {
    RelativeErrors errors = new RelativeErrors(2);
    for (int i = 0; i < ACTUAL.length; i++) {
      errors.add(i % 2, ACTUAL[i] + away, FORECAST[i] + away);
    }
    return errors;
  }

  /**
   * For these y and f: RSE is sqrt(1 - r2_score(y, f)) of scikit-learn 1.9.1, CORR the mean over
   * columns of numpy.corrcoef(Y[:, i], F[:, i])[0, 1].
   */
  @Test
  void figuresOfScikitLearnAndNumPy() {
    assertThat(errors(0).rse()).isCloseTo(0.5128861558234354, within(1e-14));
    assertThat(errors(0).corr()).isCloseTo(0.9461303627386528, within(1e-14));
  }

  @Test
  void aLargeLevelDoesNotMatter() {
    // Inputs around 1e8 are rounded at 1e-8 themselves.
    assertThat(errors(1e8).rse()).isCloseTo(errors(0).rse(), within(1e-7));
    assertThat(errors(1e8).corr()).isCloseTo(errors(0).corr(), within(1e-7));
  }

  @Test
  void columnsThatDoNotVaryAreLeftOutOfTheCorrelation() {
    RelativeErrors errors = new RelativeErrors(2);
    for (int i = 0; i < 4; i++) {
      errors.add(0, i, 2 * i + 1);
      errors.add(1, 7, i);
    }
    assertThat(errors.corr()).isCloseTo(1, within(1e-15));
  }

  @Test
  void whatDoesNotExistIsNotANumber() {
    assertThat(new RelativeErrors(1).rse()).isNaN();
    assertThat(new RelativeErrors(1).corr()).isNaN();
    RelativeErrors constant = new RelativeErrors(1);
    constant.add(0, 1, 5);
    constant.add(0, 2, 5);
    assertThat(constant.corr()).isNaN();
    assertThatThrownBy(() -> new RelativeErrors(0)).hasMessage("columns must be at least 1, got 0");
  }
}
