package dev.carousel.timeseries.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.audio.Recordings.Numbers;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.LabelledSequences;
import dev.carousel.train.Split;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
  private static final Numbers VALID = new Numbers(1, 1);
  private static final Numbers TEST = new Numbers(0, 0);

  @TempDir private Path folder;

  private DataFolders folders() {
    return new DataFolders(List.of(folder));
  }

  private void zip(Map<String, byte[]> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("r.zip"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
  }

  private static Map<String, byte[]> four() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("recordings/yes_ann_10.wav", WavBytes.of(8000, (short) 10));
    files.put("recordings/yes_ann_2.wav", WavBytes.of(8000, (short) 2));
    files.put("recordings/README.md", new byte[] {1});
    files.put("recordings/yes_ann_0.wav", WavBytes.of(16000, (short) 16384));
    files.put("recordings/deep/NO_bob_the_2nd_1.WAV", WavBytes.of(8000, (short) 1));
    return files;
  }

  private Utterances read() {
    return new Recordings("r.zip", VALID, TEST).read(folders());
  }

  @Test
  void namesSayWhatIsSaidByWhomAndInWhichPart() throws IOException {
    zip(four());
    Utterances read = read();

    Utterance test = read.part(Split.TEST).get(0);
    assertThat(test.transcript()).isEqualTo("yes");
    assertThat(test.speaker()).isEqualTo("ann");
    assertThat(test.sound().sampleRate()).isEqualTo(16000);
    assertThat(test.sound().samples()).containsExactly(0.5f);
    assertThat(test.seconds()).isEqualTo(1.0 / 16000);
    assertThat(test.place()).hasToString("r.zip, recordings/yes_ann_0.wav");
    Utterance valid = read.part(Split.VALID).get(0);
    assertThat(valid.transcript()).isEqualTo("NO");
    assertThat(valid.speaker()).isEqualTo("bob_the_2nd");
    assertThat(valid.place()).hasToString("r.zip, recordings/deep/NO_bob_the_2nd_1.WAV");
    // In the order of numbers, not of names.
    assertThat(read.part(Split.TRAIN))
        .extracting(each -> each.sound().samples()[0] * 32768)
        .containsExactly(2f, 10f);
    assertThat(read.files()).containsExactly(folder.resolve("r.zip"));
  }

  @Test
  void aFolderIsReadLikeAZip() throws IOException {
    zip(four());
    Path sounds = Files.createDirectories(folder.resolve("sounds"));
    for (Map.Entry<String, byte[]> file : four().entrySet()) {
      Path path = sounds.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Utterances read = new Recordings("sounds", VALID, TEST).read(folders());

    for (Split split : Split.values()) {
      assertThat(read.part(split))
          .usingRecursiveComparison()
          .ignoringFields("place")
          .isEqualTo(read().part(split));
    }
    assertThat(read.part(Split.TEST).get(0).place())
        .hasToString("sounds, recordings/yes_ann_0.wav");
    assertThat(read.files()).hasSize(4).contains(sounds.resolve("recordings/yes_ann_0.wav"));
  }

  @Test
  void featuresAreChannelsAndFramesSteps() throws IOException {
    zip(four());
    FrontEnd form = new FrontEnd(8000, 0, 25, 10, Taper.HANN, 20, new Mfcc(5), 1, false);
    LabelledSequences read =
        new LabelledRecordings("r.zip", VALID, TEST, form, Augmentation.NONE).read(folders());

    LabelledSequence test = read.part(Split.TEST).get(0);
    assertThat(test.label()).isEqualTo("yes");
    assertThat(test.measurements().channels()).isEqualTo(10);
    assertThat(test.measurements().steps()).isEqualTo(1);
    assertThat(test.measurements().times()).isEmpty();
    float[] features = new FeatureExtractor(form).features(new Sound(new float[] {0.5f}, 16000));
    for (int c = 0; c < 10; c++) {
      assertThat(test.measurements().value(0, c)).isEqualTo(features[c]);
    }
    assertThat(read.files()).containsExactly(folder.resolve("r.zip"));
    assertThat(read.part(Split.TRAIN)).hasSize(2);
    assertThat(read.drawn()).isEmpty();
  }

  @Test
  void trainingHearsRecordingsChangedAndEvaluationsAsTheyAre() throws IOException {
    Map<String, byte[]> files = four();
    short[] square = new short[200];
    for (int i = 0; i < square.length; i++) {
      square[i] = (short) (i / 5 % 2 == 0 ? 3000 : -3000);
    }
    files.put("recordings/yes_ann_2.wav", WavBytes.of(8000, square));
    files.put("recordings/yes_ann_10.wav", WavBytes.of(8000, square));
    zip(files);
    FrontEnd form = new FrontEnd(8000, 0, 25, 10, Taper.HANN, 20, new LogMel(), 0, false);
    Augmentation louder =
        new Augmentation(
            Optional.empty(),
            Optional.of(new Augmentation.Between(6, 20)),
            Optional.empty(),
            new Augmentation.Bands(0, 0),
            new Augmentation.Times(0, 0, 1));
    LabelledSequences read =
        new LabelledRecordings("r.zip", VALID, TEST, form, louder).read(folders());
    LabelledSequences plain =
        new LabelledRecordings("r.zip", VALID, TEST, form, Augmentation.NONE).read(folders());

    for (Split split : Split.values()) {
      assertThat(read.part(split)).usingRecursiveComparison().isEqualTo(plain.part(split));
    }
    RandomStream random = new RandomStream(3);
    List<LabelledSequence> first = read.drawn().orElseThrow().epoch(random);
    List<LabelledSequence> second = read.drawn().orElseThrow().epoch(random);
    assertThat(first).hasSize(2);
    for (int n = 0; n < 2; n++) {
      double before = plain.part(Split.TRAIN).get(n).measurements().value(0, 9);
      assertThat(first.get(n).measurements().value(0, 9))
          .isGreaterThan(before)
          .isNotEqualTo(second.get(n).measurements().value(0, 9));
      assertThat(first.get(n).place()).isEqualTo(plain.part(Split.TRAIN).get(n).place());
    }
    assertThat(read.drawn().orElseThrow().epoch(new RandomStream(3)))
        .usingRecursiveComparison()
        .isEqualTo(first);
  }

  private void assertRefused(Map<String, byte[]> files, String message) throws IOException {
    zip(files);
    assertThatThrownBy(this::read).isInstanceOf(InvalidDataException.class).hasMessage(message);
  }

  @Test
  void faultsAreToldWithTheFile() throws IOException {
    Map<String, byte[]> files = four();
    files.put("a/x.wav", WavBytes.of(8000, (short) 1));
    assertRefused(
        files,
        "r.zip, a/x.wav: the name is not label_speaker_number.wav, such as 7_ann_12.wav; rename or"
            + " remove it");
    files = four();
    files.put("again/yes_ann_02.wav", WavBytes.of(8000, (short) 1));
    assertRefused(
        files,
        "r.zip, recordings/yes_ann_2.wav: this is recording 2 of 'yes' by ann, and so is r.zip,"
            + " again/yes_ann_02.wav; remove one");
    files = four();
    files.put("recordings/yes_ann_2.wav", new byte[] {1, 2});
    assertRefused(
        files,
        "r.zip, recordings/yes_ann_2.wav: is not a WAV file: it does not begin with RIFF and WAVE");
    files = four();
    files.remove("recordings/yes_ann_0.wav");
    assertRefused(
        files,
        "r.zip: the test part has no recording; its numbers are told by \"valid\" and \"test\"");
    assertRefused(Map.of("a.txt", new byte[1]), "r.zip: there is no file that ends in .wav");
  }

  @Test
  void whatIsNoZipFileIsToldSo() throws IOException {
    Files.writeString(folder.resolve("r.zip"), "no zip at all");
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("r.zip: is neither a folder nor a zip file that can be read: ");
    Files.delete(folder.resolve("r.zip"));
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("no file 'r.zip' in ");
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new Recordings("a", new Numbers(3, 5), new Numbers(0, 3)))
        .hasMessage("valid, 3 to 5, and test, 0 to 3, share numbers; they must not");
    assertThatThrownBy(() -> new Recordings(" ", VALID, TEST))
        .hasMessage("path must name a zip file or a folder");
    assertThatThrownBy(() -> new Numbers(2, 1))
        .hasMessage("from must be at least 0 and to at least from, got 2 and 1");
    assertThatThrownBy(
            () -> new LabelledRecordings("a", VALID, VALID, FrontEnd.standard(), Augmentation.NONE))
        .hasMessage("valid, 1 to 1, and test, 1 to 1, share numbers; they must not");
  }
}
