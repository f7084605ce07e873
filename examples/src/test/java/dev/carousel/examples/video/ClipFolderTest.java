package dev.carousel.examples.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.parallel.PartPaths;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipFolderTest {
  private static final FrameSize SIZE = new FrameSize(12, 12);

  @TempDir private Path folder;

  @BeforeEach
  void clips() throws IOException {
    Files.createDirectories(folder.resolve("clips"));
    for (int n = 0; n < 4; n++) {
      Director director = new Director(SIZE, new RandomStream(n));
      Clip clip = director.direct(Combination.all().get(n)).scene().film(SIZE, 4 + n);
      new GifFile(8).write(clip, folder.resolve("clips/v" + n + ".gif"));
    }
    Files.writeString(
        folder.resolve("train.txt"), "v0\ta shape moves\n\nv1.gif\tit moves\nv0\tsomething\n");
    Files.writeString(folder.resolve("valid.txt"), "v2\ta shape moves up\r\n");
    Files.writeString(folder.resolve("test.txt"), "v3\ta shape moves\n");
  }

  private Corpus<CaptionedClip> read() {
    return new ClipFolder(
            "clips",
            new PartPaths("train.txt", "valid.txt", "test.txt", Optional.empty()),
            OptionalInt.of(5),
            Optional.of("a set"))
        .read(new DataFolders(List.of(folder)), SIZE, new RandomStream(1));
  }

  private void refused(String file, String contents, String message) throws IOException {
    Files.writeString(folder.resolve(file), contents);
    assertThatThrownBy(this::read).isInstanceOf(InvalidDataException.class).hasMessage(message);
  }

  @Test
  void clipsHaveAllTheirCaptions() {
    Corpus<CaptionedClip> corpus = read();

    List<CaptionedClip> train = corpus.part(Split.TRAIN);
    assertThat(train).hasSize(2);
    assertThat(train.get(0).captions()).containsExactly("a shape moves", "something");
    assertThat(train.get(0).clip().frames()).hasNumberOfRows(4);
    assertThat(train.get(1).captions()).containsExactly("it moves");
    assertThat(corpus.part(Split.VALID).get(0).captions()).containsExactly("a shape moves up");
    // 7 frames, of which 5 are kept.
    assertThat(corpus.part(Split.TEST).get(0).clip().frames()).hasNumberOfRows(5);
    assertThat(corpus.part(Split.TEST)).noneMatch(CaptionedClip::unseen);
    assertThat(corpus.files())
        .map(file -> file.getFileName().toString())
        .containsExactly(
            "train.txt", "v0.gif", "v1.gif", "valid.txt", "v2.gif", "test.txt", "v3.gif");
  }

  @Test
  void whatIsWrongIsToldWithItsLine() throws IOException {
    refused(
        "valid.txt",
        "v2\ta\nv2 b\n",
        "valid.txt, line 2: expected the name of a clip, a tab and a caption");
    refused(
        "valid.txt",
        "v2\t \n",
        "valid.txt, line 1: expected the name of a clip, a tab and a caption");
    refused(
        "valid.txt",
        "v9\ta\n",
        "valid.txt, line 1: folder 'clips' has no clip 'v9': neither a file 'v9' or 'v9.gif' nor a"
            + " folder of PNG images");
    refused(
        "valid.txt",
        "../v1\ta\n",
        "valid.txt, line 1: '../v1' is no name of a clip in folder 'clips'");
    refused(
        "valid.txt",
        "v2\ta\nv0\tb\n",
        "valid.txt, line 2: clip 'v0.gif' is in another part already, at train.txt, line 1");
    Files.writeString(folder.resolve("valid.txt"), "v2\ta\n");
    refused("clips/v2.gif", "GIX", "'clips/v2.gif' is no GIF file");
  }

  @Test
  void oneClipHasOneNameInAllParts() throws IOException {
    refused(
        "valid.txt",
        "v1\ta\n",
        "valid.txt, line 1: clip 'v1.gif' is in another part already, at train.txt, line 3");
  }

  @Test
  void aMissingFileIsNamedWithItsSet() throws IOException {
    Files.delete(folder.resolve("test.txt"));

    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("'test.txt'")
        .hasMessageContaining("a set");
    assertThatThrownBy(() -> new ClipFolder("clips", null, OptionalInt.of(0), Optional.empty()))
        .hasMessage("maxFrames must be at least 1, or null for all; got 0");
  }
}
