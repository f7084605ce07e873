package dev.carousel.timeseries.scale;

import java.util.Optional;

/**
 * The logarithm, then to mean 0 and standard deviation 1; for growth in percent. Takes values above
 * 0 only. In JSON, "log-standard".
 *
 * @param per what it is fitted to
 */
public record LogStandard(Per per) implements Scale {
  @Override
  public Scaler fit(double[] values) {
    return Standard.fit(new Transform.Logarithm(), values);
  }

  @Override
  public Optional<String> refusal(double value) {
    return value > 0
        ? Optional.empty()
        : Optional.of("has no logarithm; use \"scale\": \"standard\"");
  }
}
