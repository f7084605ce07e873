package dev.carousel.interop.equations;

import dev.carousel.cell.CellEquations;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.interop.equations.Terms.Term;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A search for names under which two cells are the same. It begins with what both put out and goes
 * on with the parts. Where parts may stand in any order it tries those that have one {@link Form},
 * and takes back what it has noted where that leads nowhere.
 */
final class Matching {
  private final CellEquations first;
  private final CellEquations other;
  private final Form form = new Form();
  private final Names states = new Names();
  private final Names weights = new Names();
  private final Names vectors = new Names();
  // Pairs that are the same or still to be compared, so that what has two users is compared once.
  private final Map<Expression, Set<Expression>> seen = new IdentityHashMap<>();
  private final Deque<Runnable> takingBack = new ArrayDeque<>();

  Matching(CellEquations first, CellEquations other) {
    this.first = first;
    this.other = other;
  }

  /** What is still to be the same: a pair of parts, or parts in any order; and then the rest. */
  private sealed interface Goals {}

  private record Done() implements Goals {}

  private record Pair(Expression first, Expression other, Goals rest) implements Goals {}

  private record AnyOrder(List<Term> first, List<Term> other, Goals rest) implements Goals {}

  Optional<EquationMatch> solve() {
    boolean same =
        first.states().size() == other.states().size()
            && solve(new Pair(first.output(), other.output(), new Done()))
            && weights.size() == products(first)
            && weights.size() == products(other)
            && vectors.size() == first.vectors().size()
            && vectors.size() == other.vectors().size();
    if (!same) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>(weights.otherNames());
    parameters.putAll(vectors.otherNames());
    return Optional.of(new EquationMatch(parameters, states.otherNames()));
  }

  private static int products(CellEquations equations) {
    return equations.products().values().stream().mapToInt(List::size).sum();
  }

  private boolean solve(Goals goals) {
    Goals left = goals;
    while (true) {
      if (left instanceof Pair pair) {
        Optional<Goals> next = step(pair);
        if (next.isEmpty()) {
          return false;
        }
        left = next.get();
      } else if (left instanceof AnyOrder parts && parts.first().isEmpty()) {
        left = parts.rest();
      } else if (left instanceof AnyOrder parts) {
        return solveAnyOrder(parts);
      } else {
        return solveRemainingStates();
      }
    }
  }

  /** Finds a part of the other for the first part of the one. */
  private boolean solveAnyOrder(AnyOrder parts) {
    Term part = parts.first().get(0);
    List<Term> others = parts.other();
    for (int i = 0; i < others.size(); i++) {
      Term candidate = others.get(i);
      if (candidate.negative() == part.negative()
          && form.of(candidate.value()) == form.of(part.value())) {
        List<Term> without = new ArrayList<>(others);
        without.remove(i);
        Goals rest =
            new AnyOrder(parts.first().subList(1, parts.first().size()), without, parts.rest());
        if (tried(new Pair(part.value(), candidate.value(), rest))) {
          return true;
        }
      }
    }
    return false;
  }

  /** States on which nothing depends that is put out. */
  private boolean solveRemainingStates() {
    Optional<State> state =
        first.states().stream().filter(each -> !states.knows(each.name())).findFirst();
    if (state.isEmpty()) {
      return true;
    }
    for (State candidate : other.states()) {
      if (tried(new Pair(state.get(), candidate, new Done()))) {
        return true;
      }
    }
    return false;
  }

  private boolean tried(Goals goals) {
    int before = takingBack.size();
    if (solve(goals)) {
      return true;
    }
    while (takingBack.size() > before) {
      takingBack.pop().run();
    }
    return false;
  }

  /** Takes a pair apart; empty if it is not the same. */
  private Optional<Goals> step(Pair pair) {
    Expression a = Terms.meant(pair.first());
    Expression b = Terms.meant(pair.other());
    Goals rest = pair.rest();
    if (form.of(a) != form.of(b)) {
      return Optional.empty();
    }
    Set<Expression> sameAsA =
        seen.computeIfAbsent(a, key -> Collections.newSetFromMap(new IdentityHashMap<>()));
    if (!sameAsA.add(b)) {
      return Optional.of(rest);
    }
    takingBack.push(() -> sameAsA.remove(b));
    Terms terms = Terms.of(a);
    Terms others = Terms.of(b);
    if (terms != null && others != null) {
      boolean possible =
          terms.operator() == others.operator() && terms.terms().size() == others.terms().size();
      return when(possible, new AnyOrder(terms.terms(), others.terms(), rest));
    } else if (a instanceof Binary one && b instanceof Binary two) {
      Goals right = new Pair(one.right(), two.right(), rest);
      return when(one.operator() == two.operator(), new Pair(one.left(), two.left(), right));
    } else if (a instanceof Unary one && b instanceof Unary two) {
      return when(one.operator() == two.operator(), new Pair(one.argument(), two.argument(), rest));
    } else if (a instanceof Mean one && b instanceof Mean two) {
      return Optional.of(new Pair(one.argument(), two.argument(), rest));
    } else if (a instanceof Linear one && b instanceof Linear two) {
      boolean same = one.width() == two.width() && named(weights, one.weight(), two.weight());
      return when(same, new Pair(one.operand(), two.operand(), rest));
    } else if (a instanceof PerUnit one && b instanceof PerUnit two) {
      return when(one.width() == two.width() && named(vectors, one.name(), two.name()), rest);
    } else if (a instanceof State one && b instanceof State two) {
      boolean known = states.has(one.name(), two.name());
      boolean same = one.width() == two.width() && named(states, one.name(), two.name());
      Goals next = known ? rest : new Pair(first.next().get(one), other.next().get(two), rest);
      return when(same, next);
    }
    boolean same =
        a instanceof Constant one && b instanceof Constant two
            ? one.value() == two.value()
            : a instanceof Input && b instanceof Input;
    return when(same, rest);
  }

  private static Optional<Goals> when(boolean possible, Goals next) {
    return possible ? Optional.of(next) : Optional.empty();
  }

  /** Notes that two names go together, if neither goes with another. */
  private boolean named(Names names, String one, String two) {
    if (names.has(one, two)) {
      return true;
    }
    if (names.knowsEither(one, two)) {
      return false;
    }
    names.put(one, two);
    takingBack.push(() -> names.remove(one));
    return true;
  }
}
