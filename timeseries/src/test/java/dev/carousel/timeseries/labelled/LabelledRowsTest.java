package dev.carousel.timeseries.labelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.labelled.LabelledRows.LabelCell;
import dev.carousel.timeseries.labelled.LabelledRows.Lines;
import dev.carousel.timeseries.vital.SimulatedVitalSigns;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledRowsTest {
  @TempDir private Path folder;

  private static final Lines TRAIN = new Lines("train", 1, OptionalInt.empty());
  private static final Lines TEST = new Lines("test", 1, OptionalInt.empty());

  private static LabelledRows rows(String separator, LabelCell label) {
    return new LabelledRows(TRAIN, TEST, 0.5, 1, label, separator, List.of("NaN", ""));
  }

  private LabelledSequences read(LabelledRows rows, String train, String test) throws IOException {
    Files.writeString(folder.resolve("train"), train);
    Files.writeString(folder.resolve("test"), test);
    return rows.read(new DataFolders(List.of(folder)));
  }

  private static double[] values(LabelledSequence sequence) {
    return sequence.measurements().values();
  }

  @Test
  void formsOfTheArchiveAreRead() throws IOException {
    String train = "1\t0.5\t-2\n1\t1\t2\n-1\t1e3\t.5\n-1\t4\t5\n";
    LabelledSequences tabs = read(rows("\t", LabelCell.FIRST), train, "1\t7\t+8e-1\n\n");
    LabelledSequence test = tabs.part(Split.TEST).get(0);
    assertThat(test.label()).isEqualTo("1");
    assertThat(values(test)).containsExactly(7, 0.8);
    assertThat(test.place()).hasToString("test, line 1");
    assertThat(test.measurements().times()).isEmpty();
    assertThat(tabs.commonLength()).hasValue(2);
    assertThat(tabs.files()).hasSize(2);

    LabelledSequences spaces =
        read(
            rows(" ", LabelCell.FIRST),
            train.replace("\t", "  "),
            "   1.0000000e+00  -1.5e-01   2\r\n  -1.0 3 4");
    assertThat(values(spaces.part(Split.TEST).get(0))).containsExactly(-0.15, 2);
    assertThat(spaces.part(Split.TEST)).extracting("label").containsExactly("1", "-1");

    LabelledSequences commas =
        read(rows(",", LabelCell.LAST), "1,2,sick\n1,2,sick\n1,3,1.5\n1,2,1.5\n", "5, 6, sick\n");
    assertThat(commas.part(Split.TEST).get(0).label()).isEqualTo("sick");
    assertThat(values(commas.part(Split.TEST).get(0))).containsExactly(5, 6);
    assertThat(commas.part(Split.TRAIN)).extracting("label").containsExactly("sick", "1.5");
  }

  @Test
  void missingValuesAtTheEndEndTheSequenceAndOthersAreMissing() throws IOException {
    LabelledSequences read =
        read(
            rows(",", LabelCell.FIRST),
            "1,1,2\n1,1,2,3\n2,1\n2,1\n",
            "1,nan,2,,3,NaN,\n2,1,2,3,4\n");
    assertThat(values(read.part(Split.TEST).get(0))).containsExactly(Double.NaN, 2, Double.NaN, 3);
    assertThat(read.longest()).isEqualTo(4);
    assertThat(read.commonLength()).isEmpty();
  }

  @Test
  void validationIsDrawnClassByClass() throws IOException {
    String train =
        Stream.iterate(0, i -> i + 1)
            .limit(40)
            .map(i -> (i % 10 == 0 ? "rare" : "often") + "\t" + i)
            .collect(Collectors.joining("\n", "", "\nsingle\t99"));
    LabelledRows rows = new LabelledRows(TRAIN, TEST, 0.25, 1, LabelCell.FIRST, "\t", List.of());
    LabelledSequences read = read(rows, train, "rare\t1");

    assertThat(read.part(Split.VALID)).filteredOn("label", "often").hasSize(9);
    assertThat(read.part(Split.VALID)).filteredOn("label", "rare").hasSize(1);
    assertThat(read.part(Split.TRAIN)).filteredOn("label", "single").hasSize(1);
    List<LabelledSequence> all = new ArrayList<>(read.part(Split.TRAIN));
    all.addAll(read.part(Split.VALID));
    assertThat(all.stream().map(sequence -> values(sequence)[0]).distinct()).hasSize(41);
    assertThat(rows.read(new DataFolders(List.of(folder))).part(Split.VALID))
        .usingRecursiveComparison()
        .isEqualTo(read.part(Split.VALID));
  }

  @Test
  void linesOfOneFileAreTwoParts() throws IOException {
    LabelledRows rows =
        new LabelledRows(
            new Lines("train", 1, OptionalInt.of(4)),
            new Lines("train", 5, OptionalInt.empty()),
            0.5,
            1,
            LabelCell.FIRST,
            ",",
            List.of());
    LabelledSequences read = read(rows, "1,1\n1,2\n2,3\n2,4\n1,5\n2,6\n", "");
    assertThat(read.part(Split.TRAIN)).hasSize(2);
    assertThat(read.part(Split.TEST)).extracting(each -> values(each)[0]).containsExactly(5.0, 6.0);
    assertThat(read.files()).hasSize(1);

    LabelledRows overlapping =
        new LabelledRows(
            new Lines("train", 1, OptionalInt.of(4)),
            new Lines("train", 4, OptionalInt.empty()),
            0.5,
            1,
            LabelCell.FIRST,
            ",",
            List.of());
    assertThatThrownBy(() -> overlapping.read(new DataFolders(List.of(folder))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "train: the training and the test part share lines, which would test what was learnt;"
                + " set \"from\" and \"to\" of each");
  }

  private void assertRefused(String test, String message) {
    assertThatThrownBy(() -> read(rows(",", LabelCell.FIRST), "1,1\n1,2\n2,3\n2,4\n", test))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void faultsAreToldWithTheirPlace() throws IOException {
    assertRefused("1,1\n1,abc\n", "test, line 2: 'abc' in cell 2 is not a number");
    assertRefused("1,0x10\n", "test, line 1: '0x10' in cell 2 is not a number");
    assertRefused(
        "1,1,-inf\n", "test, line 1: '-inf' in cell 3 is infinite; every value must be finite");
    assertRefused(
        "1,1e999\n", "test, line 1: '1e999' in cell 2 is infinite; every value must be finite");
    assertRefused("1,1\n\n2,1\n", "test, line 2: the line is blank; remove it");
    assertRefused("", "test: the file is empty; one sequence a line is needed");
    assertRefused("\n \n", "test: the file is empty; one sequence a line is needed");
    assertRefused(",1\n", "test, line 1: the label, the line's first cell, is missing");
    assertRefused(
        "1\t2\n", "test, line 1: there is a label, '1\t2', but no value; is the separator right?");
    assertRefused("1,NaN,\n", "test, line 1: every value is missing");
    Files.write(folder.resolve("latin"), "1,1\n\u00e4,2\n".getBytes(StandardCharsets.ISO_8859_1));
    LabelledRows latin =
        new LabelledRows(
            TRAIN,
            new Lines("latin", 1, OptionalInt.empty()),
            0.5,
            1,
            LabelCell.FIRST,
            ",",
            List.of());
    assertThatThrownBy(() -> latin.read(new DataFolders(List.of(folder))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("latin, line 2: the line is not UTF-8; save the file as UTF-8");
    LabelledRows beyond =
        new LabelledRows(
            TRAIN,
            new Lines("test", 2, OptionalInt.of(9)),
            0.5,
            1,
            LabelCell.FIRST,
            ",",
            List.of());
    assertThatThrownBy(() -> read(beyond, "1,1\n1,2\n", "1,1\n"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("test: there is no line 9; the file has 1");
  }

  @Test
  void aSingleRowIsTooFew() {
    assertThatThrownBy(() -> read(rows(",", LabelCell.FIRST), "1,1\n", "1,1\n"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "train: a share of 0.5 of 1 training lines, drawn class by class, leaves none to"
                + " validate on; more lines or a larger share are needed");
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new LabelledRows(TRAIN, TEST, 1, 1, LabelCell.LAST, ",", List.of()))
        .hasMessage("valid must be a share of the training lines, above 0 and below 1, got 1.0");
    assertThatThrownBy(() -> rows(",,", LabelCell.FIRST))
        .hasMessage("separator must be one character other than a quote or a line end, got ',,'");
    assertThatThrownBy(() -> new Lines(" ", 1, OptionalInt.empty()))
        .hasMessage("path must name a file, got ' '");
    assertThatThrownBy(() -> new Lines("a", 0, OptionalInt.empty()))
        .hasMessage("from must be at least 1, got 0");
    assertThatThrownBy(() -> new Lines("a", 3, OptionalInt.of(2)))
        .hasMessage("to must be at least from, 3, got 2");
  }

  @Test
  void numbersComeBackAsTheyWereWritten() throws IOException {
    double[] hard = {Double.MIN_VALUE, -Double.MAX_VALUE, 0.1, -0.0, 1e-300, 123456789.125};
    String line =
        Arrays.stream(hard).mapToObj(Double::toString).collect(Collectors.joining(",", "a,", "\n"));
    LabelledSequences read = read(rows(",", LabelCell.FIRST), line + line + "b,1\n", line);
    assertThat(values(read.part(Split.TEST).get(0))).containsExactly(hard);
  }

  @Test
  void aLineIsReadWithoutTheFiles() {
    Function<String, LabelledLine> lines = rows(",", LabelCell.LAST).lines();

    LabelledLine read = lines.apply("1,NaN,3,,2.0");
    assertThat(read.label()).contains("2");
    assertThat(read.measurements().values()).containsExactly(1, Double.NaN, 3);
    assertThat(lines.apply("1,2,").label()).isEmpty();
    assertThat(lines.apply("1,2,NaN").label()).isEmpty();
    assertThatThrownBy(() -> lines.apply("1,x,a"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("'x' in cell 2 is not a number");
    assertThatThrownBy(() -> lines.apply(" "))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the line is blank; remove it");
  }

  @Test
  void simulatedSequencesDoNotComeInLines() {
    SimulatedVitalSigns simulated = new SimulatedVitalSigns(1, 1, 1, 24, 1, 2, 0.2, 0.5, 3, 1);

    assertThatThrownBy(simulated::lines)
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("sequences of this source do not come in lines; ask with 'carousel predict'");
  }
}
