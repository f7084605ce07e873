package dev.carousel.timeseries.scale;

import dev.carousel.timeseries.series.Series;
import java.util.Collections;
import java.util.List;

/** Not scaled at all. In JSON, "none". */
public record Unscaled() implements Scale {
  private static final Scaler NONE = new Scaler(new Transform.Identity(), 0, 1);

  @Override
  public Scaler fit(double[] values) {
    return NONE;
  }

  @Override
  public Per per() {
    return Per.ALL;
  }

  /** Nothing is fitted, so a training part need not know anything. */
  @Override
  public List<Scaler> fit(List<Series> series, int column, int[] ends) {
    return Collections.nCopies(series.size(), NONE);
  }
}
