package dev.carousel.interchange;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Parameter;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.tensor.Shape;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a recurrent layer in one direction, by the names that its equations give them.
 *
 * @param layer which layer it is
 * @param inputs the width of what it reads
 * @param named where each weight, [width of the product, width of the operand], and each vector,
 *     [width], is
 */
public record RecurrentParameters(Layer.Recurrent layer, int inputs, Map<String, Slice> named) {
  /**
   * Finds a layer's weights and vectors.
   *
   * @param layer which layer it is
   * @param parameters its parameters, in its order
   * @return where they are
   */
  public static RecurrentParameters of(Layer.Recurrent layer, List<Parameter> parameters) {
    Map<String, Slice> named = new LinkedHashMap<>();
    Iterator<Parameter> next = parameters.iterator();
    int inputs = 0;
    for (Map.Entry<Expression, List<Linear>> group : layer.equations().products().entrySet()) {
      Parameter stacked = next.next();
      int columns = stacked.value().columns();
      if (group.getKey().width() == Expression.INPUT_WIDTH) {
        inputs = columns;
      }
      int row = 0;
      for (Linear product : group.getValue()) {
        Shape shape = Shape.of(product.width(), columns);
        named.put(product.weight(), new Slice(stacked, row * columns, shape));
        row += product.width();
      }
    }
    Parameter vectors = next.next();
    int first = 0;
    for (PerUnit vector : layer.equations().vectors()) {
      named.put(vector.name(), new Slice(vectors, first, Shape.of(vector.width())));
      first += vector.width();
    }
    return new RecurrentParameters(layer, inputs, named);
  }
}
