package dev.carousel.experiment.trace;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which sequence a model is looked into on. */
public sealed interface TraceInput {
  /** The first sequence that is validated on. */
  TraceInput FIRST = new OfSplit(Split.VALID, 0);

  /** SPLIT:N. */
  Pattern PLACE = Pattern.compile("([A-Za-z]+):([0-9]{1,9})");

  /**
   * A sequence of a task's data.
   *
   * @param split the part
   * @param index its number there, 0 the first, in the order of an evaluation one by one; of a text
   *     that is read in windows, the number of the window, which is then reached with the states
   *     that the windows before it leave
   */
  record OfSplit(Split split, int index) implements TraceInput {
    @Override
    public String toString() {
      return name(split) + ":" + index;
    }

    @Override
    public TracedSequence in(PreparedTask task) {
      List<Batch> before = new ArrayList<>();
      int left = index;
      for (Batch batch : task.batches(split, 1)) {
        if (!batch.continues()) {
          before.clear();
        }
        if (left < batch.rows()) {
          int row = left;
          Batch sequence = batch.sequence(row);
          return new TracedSequence(
              before.stream().map(earlier -> earlier.sequence(row)).toList(),
              sequence,
              true,
              task.labels(sequence));
        }
        left -= batch.rows();
        before.add(batch);
      }
      int count = index - left;
      throw new InvalidDataException(
          "--input %s: the part has %d %s, %s"
              .formatted(
                  this,
                  count,
                  count == 1 ? "sequence" : "sequences",
                  count == 1
                      ? name(split) + ":0"
                      : name(split) + ":0 to " + name(split) + ":" + (count - 1)));
    }
  }

  /**
   * A sequence of the user's own.
   *
   * @param file a CSV file, see {@link CsvSequence}
   */
  record OfFile(Path file) implements TraceInput {
    @Override
    public String toString() {
      return file.toString();
    }

    @Override
    public TracedSequence in(PreparedTask task) {
      Batch sequence = CsvSequence.read(file, task.signature().input());
      return new TracedSequence(List.of(), sequence, false, task.labels(sequence));
    }
  }

  /**
   * Finds the sequence.
   *
   * @param task the task of the model
   * @return the sequence
   * @throws InvalidDataException if there is none, or the model cannot read it
   */
  TracedSequence in(PreparedTask task);

  /**
   * Reads what a user wrote.
   *
   * @param text "valid:0" or the path of a file
   * @return the input
   * @throws InvalidDataException if it is neither
   */
  static TraceInput parse(String text) {
    Matcher place = PLACE.matcher(text);
    if (place.matches()) {
      List<String> splits = Arrays.stream(Split.values()).map(TraceInput::name).toList();
      String name = place.group(1);
      if (!splits.contains(name)) {
        throw new InvalidDataException(
            "--input %s: no split '%s'%s"
                .formatted(text, name, Suggestion.ending(name, "splits", splits)));
      }
      return new OfSplit(
          Split.valueOf(name.toUpperCase(Locale.ROOT)), Integer.parseInt(place.group(2)));
    }
    Path file = Path.of(text);
    if (!Files.exists(file)) {
      throw new InvalidDataException(
          "--input %s: no such file; give a CSV file or a place in the data, such as valid:0"
              .formatted(text));
    }
    return new OfFile(file);
  }

  private static String name(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }
}
