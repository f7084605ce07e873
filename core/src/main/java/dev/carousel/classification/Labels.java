package dev.carousel.classification;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Logits;
import dev.carousel.data.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A numbering of the labels that examples have: 0 to size - 1, in alphabetical order. */
public final class Labels {
  private final List<String> names;
  private final Map<String, Integer> numbers = new HashMap<>();

  private Labels(List<String> names) {
    this.names = List.copyOf(names);
    for (int i = 0; i < names.size(); i++) {
      numbers.put(names.get(i), i);
    }
  }

  /**
   * Numbers labels.
   *
   * @param training the labels of the training part, in any order, as often as they are there
   * @return the numbering
   * @throws InvalidDataException if there are fewer than two, which leaves nothing to learn
   */
  public static Labels of(Iterable<String> training) {
    TreeSet<String> different = new TreeSet<>();
    training.forEach(different::add);
    if (different.size() < 2) {
      throw new InvalidDataException(
          "the training part has no label but %s; there is nothing to tell apart"
              .formatted(different.isEmpty() ? "none" : "'" + different.first() + "'"));
    }
    return new Labels(new ArrayList<>(different));
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @param text a name a line
   * @return the numbering
   * @throws InvalidDataException if these are not two or more different names
   */
  public static Labels read(String text) {
    List<String> names = text.lines().map(String::translateEscapes).toList();
    Labels labels = new Labels(names);
    if (names.size() < 2 || labels.numbers.size() != names.size()) {
      throw new InvalidDataException("the labels are not two or more different names: " + names);
    }
    return labels;
  }

  /**
   * The labels as text.
   *
   * @return a name a line, in the order of their numbers
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"));
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * The labels by number.
   *
   * @return the names
   */
  public List<String> names() {
    return names;
  }

  /**
   * How many there are.
   *
   * @return at least 2
   */
  public int size() {
    return names.size();
  }

  /**
   * The number of a label.
   *
   * @param name the label
   * @param place where it stands
   * @return its number
   * @throws InvalidDataException naming the place if the training part does not have it
   */
  public int number(String name, Place place) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw place.refusal(
          "the label '%s' does not occur in the training part, which has %s"
              .formatted(name, String.join(", ", names)));
    }
    return number;
  }

  /**
   * What is said of one example.
   *
   * @param logits one a label
   * @return {"label": the likeliest, "probabilities": {label: probability}}
   */
  public Map<String, Object> answer(Logits logits) {
    Map<String, Object> probabilities = new LinkedHashMap<>();
    for (int k = 0; k < size(); k++) {
      probabilities.put(names.get(k), Math.exp(logits.logProbability(k)));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("label", names.get(logits.likeliest()));
    answer.put("probabilities", probabilities);
    return answer;
  }
}
