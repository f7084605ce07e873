package dev.carousel.timeseries.labelled;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Sequences of one quantity, a line each: its label and its values, in the form of the UCR Time
 * Series Archive (Dau et al., The UCR time series archive, 2019). In JSON, "labelled-rows".
 *
 * <p>Files are UTF-8 without a header. Labels that are whole numbers are written without their
 * fraction, so that 1.0000000e+00 is "1". Missing values at a line's end end the sequence, which is
 * how shorter sequences are padded there; others are missing. Blank lines may end a file.
 *
 * @param train which lines are the training and the validation part
 * @param test which lines are the test part
 * @param valid the share of the training lines that is the validation part, above 0 and below 1,
 *     drawn class by class, so that every class has it, up to rounding; every class keeps a line to
 *     train on
 * @param seed decides what is drawn; the data's own, so the experiment's seed does not change it
 * @param label where the label stands
 * @param separator what is between cells: one character, or a space for runs of white space
 * @param missing the texts that stand for a missing value, in any case
 */
public record LabelledRows(
    Lines train,
    Lines test,
    double valid,
    long seed,
    LabelCell label,
    String separator,
    List<String> missing)
    implements LabelledSource {
  /** Where in a line the label stands. */
  public enum LabelCell {
    /** Before the values. */
    FIRST,
    /** After the values. */
    LAST
  }

  /**
   * Some of the lines of a file.
   *
   * @param path the file, absolute or relative to a data folder; null in a prototype
   * @param from the first line, at least 1
   * @param to the last line; empty (null in JSON) for the last of the file
   */
  public record Lines(String path, int from, OptionalInt to) {
    /**
     * Checks the lines.
     *
     * @throws IllegalArgumentException if the path is blank or there can be no such lines
     */
    public Lines {
      if (path != null && path.isBlank()) {
        throw new IllegalArgumentException("path must name a file, got '" + path + "'");
      }
      if (from < 1) {
        throw new IllegalArgumentException("from must be at least 1, got " + from);
      }
      if (to.isPresent() && to.getAsInt() < from) {
        throw new IllegalArgumentException(
            "to must be at least from, %d, got %d".formatted(from, to.getAsInt()));
      }
    }

    private boolean overlaps(Lines other) {
      return from <= other.to.orElse(Integer.MAX_VALUE)
          && other.from <= to.orElse(Integer.MAX_VALUE);
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the share or the separator cannot be one
   */
  public LabelledRows {
    missing = List.copyOf(missing);
    if (!(valid > 0 && valid < 1)) {
      throw new IllegalArgumentException(
          "valid must be a share of the training lines, above 0 and below 1, got " + valid);
    }
    if (separator.length() != 1 || "\"\r\n".contains(separator)) {
      throw new IllegalArgumentException(
          "separator must be one character other than a quote or a line end, got '%s'"
              .formatted(separator));
    }
  }

  @Override
  public LabelledSequences read(DataFolders folders) {
    Path trainFile = folders.find(train.path());
    Path testFile = folders.find(test.path());
    if (trainFile.equals(testFile) && train.overlaps(test)) {
      throw new InvalidDataException(
          ("%s: the training and the test part share lines, which would test what was learnt;"
                  + " set \"from\" and \"to\" of each")
              .formatted(train.path()));
    }
    Map<Split, List<LabelledSequence>> parts = new EnumMap<>(Split.class);
    drawValidation(new RowFile(form(), train, trainFile).sequences(), parts);
    parts.put(Split.TEST, new RowFile(form(), test, testFile).sequences());
    return new LabelledSequences(
        parts, List.copyOf(new LinkedHashSet<>(List.of(trainFile, testFile))));
  }

  private RowForm form() {
    return new RowForm(label, separator, missing);
  }

  /**
   * {@inheritDoc} A line is of the very form of the training lines, with its label; a label that is
   * missing, such as an empty cell, is not known.
   */
  @Override
  public Function<String, LabelledLine> lines() {
    return form()::read;
  }

  private void drawValidation(
      List<LabelledSequence> rows, Map<Split, List<LabelledSequence>> parts) {
    Map<String, List<Integer>> byClass = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      byClass.computeIfAbsent(rows.get(i).label(), key -> new ArrayList<>()).add(i);
    }
    Set<Integer> drawn = new HashSet<>();
    byClass.forEach(
        (name, members) -> {
          int[] order = members.stream().mapToInt(i -> i).toArray();
          new RandomStream(seed).derive("validation " + name).shuffle(order);
          long count = Math.min(order.length - 1, Math.round(valid * order.length));
          for (int i = 0; i < count; i++) {
            drawn.add(order[i]);
          }
        });
    if (drawn.isEmpty()) {
      throw new InvalidDataException(
          ("%s: a share of %s of %d training lines, drawn class by class, leaves none to validate"
                  + " on; more lines or a larger share are needed")
              .formatted(train.path(), valid, rows.size()));
    }
    List<LabelledSequence> kept = new ArrayList<>();
    List<LabelledSequence> taken = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      (drawn.contains(i) ? taken : kept).add(rows.get(i));
    }
    parts.put(Split.TRAIN, kept);
    parts.put(Split.VALID, taken);
  }
}
