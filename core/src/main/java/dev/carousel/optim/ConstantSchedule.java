package dev.carousel.optim;

import java.util.List;

/** The same learning rate throughout. In JSON, "constant". */
public record ConstantSchedule() implements Schedule {
  @Override
  public double factor(int epoch, int epochs, List<Double> history) {
    return 1;
  }
}
