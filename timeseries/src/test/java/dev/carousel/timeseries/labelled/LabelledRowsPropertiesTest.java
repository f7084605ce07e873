package dev.carousel.timeseries.labelled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.DataFolders;
import dev.carousel.timeseries.labelled.LabelledRows.LabelCell;
import dev.carousel.timeseries.labelled.LabelledRows.Lines;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LabelledRowsPropertiesTest {
  /** Every line is in one part, with its label and its numbers to the bit, in any form. */
  @Property(tries = 40)
  void everyLineIsReadOnceAsItWasWritten(
      @ForAll @Size(min = 9, max = 30)
          List<@Size(min = 1, max = 5) List<@DoubleRange(min = -1e300, max = 1e300) Double>> rows,
      @ForAll @IntRange(min = 1, max = 3) int classes,
      @ForAll @DoubleRange(min = 0.2, max = 0.8) double valid,
      @ForAll LabelCell label,
      @ForAll @IntRange(max = 2) int form,
      @ForAll long seed)
      throws IOException {
    String separator = List.of("\t", ",", " ").get(form);
    List<String> written = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int n = 0; n < rows.size(); n++) {
      String name = "c" + n % classes;
      String numbers =
          rows.get(n).stream().map(String::valueOf).collect(Collectors.joining(separator));
      text.append(
          label == LabelCell.FIRST ? name + separator + numbers : numbers + separator + name);
      text.append('\n');
      written.add(n + 1 + " " + name + " " + rows.get(n));
    }
    Path file = Files.createTempFile("rows", ".txt");
    try {
      Files.writeString(file, text);
      Path test = Files.writeString(file.resolveSibling(file.getFileName() + "t"), text);
      LabelledSequences read =
          new LabelledRows(
                  new Lines(file.toString(), 1, OptionalInt.empty()),
                  new Lines(test.toString(), 1, OptionalInt.empty()),
                  valid,
                  seed,
                  label,
                  separator,
                  List.of())
              .read(new DataFolders(List.of()));
      Files.delete(test);
      List<LabelledSequence> training = new ArrayList<>(read.part(Split.TRAIN));
      training.addAll(read.part(Split.VALID));
      training.sort(Comparator.comparingInt(sequence -> sequence.place().line()));
      assertThat(shown(training)).isEqualTo(written);
      assertThat(shown(read.part(Split.TEST))).isEqualTo(written);
      assertThat(read.part(Split.TRAIN).stream().map(LabelledSequence::label).distinct().count())
          .isEqualTo(Math.min(classes, rows.size()));
    } finally {
      Files.delete(file);
    }
  }

  private static List<String> shown(List<LabelledSequence> sequences) {
    return sequences.stream()
        .map(
            sequence ->
                sequence.place().line()
                    + " "
                    + sequence.label()
                    + " "
                    + Arrays.stream(sequence.measurements().values()).boxed().toList())
        .toList();
  }
}
