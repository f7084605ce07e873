package dev.carousel.interchange;

import dev.carousel.autograd.Parameter;
import java.util.List;

/** Carousel's own names and layouts, which every model has. In JSON, "carousel". */
public record OwnNaming() implements WeightNaming {
  @Override
  public List<WeightLayout> layouts(List<Parameter> parameters) {
    return parameters.stream().map(WeightLayout::own).toList();
  }
}
