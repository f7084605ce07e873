package dev.carousel.timeseries.forecast;

import dev.carousel.data.Batch;
import dev.carousel.decode.NextValues;
import dev.carousel.train.Predictor;
import java.util.Arrays;
import java.util.Optional;

/**
 * The model z(t) ~ N(φ z(t-1), σ²) of a single target, step by step.
 *
 * @param gaussian whether it gives the raw numbers of a Gaussian, or φ z alone
 */
record FirstOrder(double phi, double sigma, boolean gaussian) implements Predictor {
  @Override
  public float[] predict(Batch batch) {
    throw new AssertionError("asked for all steps at once");
  }

  @Override
  public Optional<NextValues> stepping(Batch batch) {
    float[] past = InMemory.past(batch);
    return Optional.of(
        new Steps(Arrays.copyOfRange(past, past.length - batch.rows(), past.length)));
  }

  private final class Steps implements NextValues {
    private float[] last;

    Steps(float[] last) {
      this.last = last;
    }

    @Override
    public int rows() {
      return last.length;
    }

    @Override
    public float[] first() {
      return read(last);
    }

    @Override
    public float[] read(float[] values) {
      int parameters = gaussian ? 2 : 1;
      float[] outputs = new float[values.length * parameters];
      for (int i = 0; i < values.length; i++) {
        outputs[i * parameters] = (float) (phi * values[i]);
        if (gaussian) {
          outputs[i * parameters + 1] = (float) Math.log(Math.expm1(sigma));
        }
      }
      return outputs;
    }

    @Override
    public void select(int[] which) {
      float[] selected = new float[which.length];
      for (int i = 0; i < which.length; i++) {
        selected[i] = last[which[i]];
      }
      last = selected;
    }
  }
}
