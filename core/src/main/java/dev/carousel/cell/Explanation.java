package dev.carousel.cell;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.expression.Notation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cell explained to a reader, from its equations alone.
 *
 * @param equations the cell's equations
 * @param inputs the width of the input for which parameters and operations are counted
 */
public record Explanation(CellEquations equations, int inputs) {
  /**
   * A trainable tensor.
   *
   * @param name such as "W_i"
   * @param shape such as "[32, 10]"
   * @param elements the number of trainable numbers
   */
  public record ParameterLine(String name, String shape, long elements) {}

  /**
   * An arrow of the information flow.
   *
   * @param from the input, a state at the step before, a mask, or a definition
   * @param to what is computed from it
   * @param weights the matrices that it is multiplied with on the way; empty if it goes unit by
   *     unit
   */
  public record Arrow(Expression from, Definition to, List<String> weights) {
    /** Copies the list. */
    public Arrow {
      weights = List.copyOf(weights);
    }
  }

  /**
   * The forward equations, one a line.
   *
   * @param notation how to write them
   * @return the lines, the output last
   */
  public List<String> forward(Notation notation) {
    List<String> lines =
        new ArrayList<>(equations.definitions().stream().map(notation::equation).toList());
    if (!equations.output().name().equals("y")) {
      lines.add(notation.equation(new Definition("y", equations.output())));
    }
    return lines;
  }

  /**
   * The equations of backpropagation through time, one a line; δv stands for ∂L/∂v, and δv⁺ for the
   * share of it that comes from later steps.
   *
   * @param notation how to write them
   * @return the lines, in the order in which they are computed; the shares for the step before last
   */
  public List<String> backward(Notation notation) {
    Adjoint adjoint = Adjoint.of(equations);
    List<String> lines =
        new ArrayList<>(adjoint.definitions().stream().map(notation::equation).toList());
    adjoint
        .states()
        .forEach(
            (state, share) ->
                lines.add(
                    notation.print(Adjoint.carry(state)).replace("_t", "_{t-1}")
                        + " = "
                        + notation.print(share)));
    return lines;
  }

  /**
   * The trainable tensors: every weight matrix, then every vector.
   *
   * @return one line each
   */
  public List<ParameterLine> parameters() {
    List<ParameterLine> lines = new ArrayList<>();
    equations
        .products()
        .forEach(
            (operand, products) -> {
              int width = equations.width(operand, inputs);
              for (Linear product : products) {
                lines.add(
                    new ParameterLine(
                        product.weight(),
                        "[%d, %d]".formatted(product.width(), width),
                        (long) product.width() * width));
              }
            });
    for (PerUnit vector : equations.vectors()) {
      int width = vector.width();
      lines.add(new ParameterLine(vector.name(), "[%d]".formatted(width), width));
    }
    return lines;
  }

  private static String described(Mask mask) {
    return "%s is %s with probability %s, else 0, %s; expectation %s"
        .formatted(
            Notation.PLAIN.print(mask),
            number(mask.value()),
            number(mask.probability()),
            mask.draw() == Mask.Draw.EACH_STEP ? "anew at each step" : "once a sequence",
            number(mask.expectation()));
  }

  /** Up to four digits, and no zeros behind them. */
  private static String number(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  /** A state's name, with its width where that is not the number of units. */
  private String named(State state) {
    return state.width() == equations.units()
        ? state.name()
        : state.name() + " (" + state.width() + " wide)";
  }

  /**
   * The cell as text: equations, adjoint, parameters and operations.
   *
   * @return lines that end with a line break
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("Equations (∘ is the product unit by unit)\n");
    forward(Notation.PLAIN).forEach(line -> text.append("  ").append(line).append('\n'));
    if (!equations.masks().isEmpty()) {
      text.append("\nMasks (drawn in training; inference puts the expectation in their place)\n");
      equations.masks().forEach(mask -> text.append("  ").append(described(mask)).append('\n'));
    }
    text.append(
        "\nBackpropagation through time (δv = ∂L/∂v; δv⁺ is what later steps contribute)\n");
    backward(Notation.PLAIN).forEach(line -> text.append("  ").append(line).append('\n'));
    text.append(
        "%nStates      %s%n"
            .formatted(
                equations.states().stream().map(this::named).collect(Collectors.joining(", "))));
    text.append(
        "Parameters  %,d with %d inputs and %d units%n"
            .formatted(equations.parameters(inputs), inputs, equations.units()));
    for (ParameterLine line : parameters()) {
      text.append("  %-6s %-12s %,d%n".formatted(line.name(), line.shape(), line.elements()));
    }
    text.append(
        "Operations  %,d floating-point operations a step, forwards%n"
            .formatted(equations.flops(inputs)));
    return text.toString();
  }

  /**
   * The forward equations as a LaTeX {@code align*} environment.
   *
   * @return LaTeX source
   */
  public String latex() {
    return forward(Notation.LATEX).stream()
        .map(line -> "  " + line.replaceFirst(" = ", " &= "))
        .collect(Collectors.joining(" \\\\\n", "\\begin{align*}\n", "\n\\end{align*}\n"));
  }

  /**
   * The information flow: for each definition, in their order, what it is computed from.
   *
   * @return the arrows, those to one definition side by side in the order of first use
   */
  public List<Arrow> flow() {
    List<Arrow> arrows = new ArrayList<>();
    for (Definition definition : equations.definitions()) {
      Map<Expression, Set<String>> sources = new LinkedHashMap<>();
      collect(definition.value(), "", sources);
      sources.forEach(
          (source, weights) ->
              arrows.add(
                  new Arrow(
                      source,
                      definition,
                      weights.stream().filter(weight -> !weight.isEmpty()).toList())));
    }
    return arrows;
  }

  /**
   * The information flow as a Mermaid diagram: what each named value is computed from. Arrows with
   * a matrix product carry the weight's name; thick arrows are states that go on to the next step;
   * masks are hexagons.
   *
   * @return Mermaid source
   */
  public String mermaid() {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    text.append("  x([\"x_t\"])\n");
    for (State state : equations.states()) {
      text.append("  %s([\"%s_{t-1}\"])%n".formatted(id(state), state.name()));
    }
    for (Mask mask : equations.masks()) {
      text.append("  %s{{\"%s\"}}%n".formatted(id(mask), Notation.PLAIN.print(mask)));
    }
    for (Definition definition : equations.definitions()) {
      boolean next = equations.next().containsValue(definition);
      text.append(
          next
              ? "  %s([\"%s_t\"])%n".formatted(id(definition), definition.name())
              : "  %s[\"%s_t\"]%n".formatted(id(definition), definition.name()));
    }
    for (Arrow arrow : flow()) {
      String from = id(arrow.from());
      String to = id(arrow.to());
      text.append(
          arrow.weights().isEmpty()
              ? "  %s --> %s%n".formatted(from, to)
              : "  %s -- \"%s\" --> %s%n".formatted(from, String.join(", ", arrow.weights()), to));
    }
    text.append("  y([\"y_t\"])\n");
    if (!equations.output().name().equals("y")) {
      text.append("  %s --> y%n".formatted(id(equations.output())));
    }
    equations
        .next()
        .forEach((state, next) -> text.append("  %s ==> %s%n".formatted(id(next), id(state))));
    return text.toString();
  }

  /**
   * The named values and leaves that a formula reads, each with the weights it is multiplied with.
   */
  private static void collect(
      Expression part, String weight, Map<Expression, Set<String>> sources) {
    boolean node =
        part instanceof Input
            || part instanceof Mask
            || part instanceof State
            || part instanceof Definition;
    if (node) {
      sources.computeIfAbsent(part, s -> new LinkedHashSet<>()).add(weight);
    } else if (part instanceof Linear linear) {
      collect(linear.operand(), linear.weight(), sources);
    } else if (part instanceof Unary unary) {
      collect(unary.argument(), weight, sources);
    } else if (part instanceof Binary binary) {
      collect(binary.left(), weight, sources);
      collect(binary.right(), weight, sources);
    } else if (part instanceof Mean mean) {
      collect(mean.argument(), weight, sources);
    }
  }

  /** Mermaid's identifiers allow letters, digits and underscores. */
  private static String id(Expression part) {
    if (part instanceof State state) {
      return "before_" + letters(state.name());
    }
    if (part instanceof Mask mask) {
      return "mask_" + letters(mask.name());
    }
    if (part instanceof Definition definition) {
      return letters(definition.name().equals("y") ? "y" : "now_" + definition.name());
    }
    return "x";
  }

  private static String letters(String name) {
    return name.replace("\u0303", "_tilde").replaceAll("[^A-Za-z0-9]", "_");
  }
}
