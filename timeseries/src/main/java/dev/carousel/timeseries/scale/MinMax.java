package dev.carousel.timeseries.scale;

/**
 * To the range from 0 to 1. In JSON, "minmax".
 *
 * @param per what it is fitted to
 */
public record MinMax(Per per) implements Scale {
  @Override
  public Scaler fit(double[] values) {
    Spread spread = Spread.of(values);
    return new Scaler(
        new Transform.Identity(),
        spread.low(),
        spread.isConstant() ? 1 : spread.high() - spread.low());
  }
}
