package dev.carousel.examples.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipFilesTest {
  private static final int RED = 0xffff0000;
  private static final int GREEN = 0xff00ff00;
  private static final int CLEAR = 0;

  @TempDir private Path folder;

  private static Clip made(long seed) {
    Director director = new Director(new FrameSize(20, 26), new RandomStream(seed));
    Combination about = Combination.all().get((int) seed * 7 % Combination.all().size());
    return director.direct(about).scene().film(director.size(), 5);
  }

  private static ClipFiles files(int height, int width) {
    return new ClipFiles(new FrameSize(height, width), OptionalInt.empty());
  }

  @Test
  void whatIsWrittenAsGifIsReadBack() {
    Path file = folder.resolve("clip.gif");
    for (long seed = 0; seed < 25; seed++) {
      Clip clip = made(seed);
      new GifFile(8).write(clip, file);

      Clip read = files(20, 26).read(file, "clip.gif");

      assertThat(read.size()).isEqualTo(clip.size());
      assertThat(Arrays.deepEquals(read.frames(), clip.frames())).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void moreColoursThanAGifHasAreRefused() {
    FrameSize size = new FrameSize(1, 257);
    byte[] frame = new byte[size.values()];
    for (int pixel = 0; pixel < 257; pixel++) {
      frame[pixel * 3] = (byte) pixel;
      frame[pixel * 3 + 1] = (byte) (pixel >> 8);
    }
    Path file = folder.resolve("clip.gif");
    assertThatThrownBy(() -> new GifFile(8).write(new Clip(size, new byte[][] {frame}), file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("a GIF file has at most 256 colours, this clip has 257");
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> new GifFile(-1)).hasMessage("hundredths must be 0 to 65535, got -1");
  }

  @Test
  void aFolderOfImagesIsReadInTheOrderOfItsNumbers() throws IOException {
    Clip clip = made(4);
    int[] numbers = {2, 9, 10, 11, 100};
    for (int t = 0; t < numbers.length; t++) {
      writePng(picture(clip, t), "frame" + numbers[t] + ".png");
    }
    Clip read = files(20, 26).read(folder, "clip");

    assertThat(Arrays.deepEquals(read.frames(), clip.frames())).isTrue();

    Clip three = new ClipFiles(clip.size(), OptionalInt.of(3)).read(folder, "clip");
    assertThat(three.frames()).hasNumberOfRows(3);
    assertThat(three.frames()[0]).isEqualTo(clip.frames()[0]);
    assertThat(three.frames()[1]).isEqualTo(clip.frames()[2]);
    assertThat(three.frames()[2]).isEqualTo(clip.frames()[4]);
    assertThatThrownBy(() -> new ClipFiles(clip.size(), OptionalInt.of(0)))
        .hasMessage("maxFrames must be at least 1, got 0");
  }

  @Test
  void framesAreBroughtToTheSizeThatIsAskedFor() throws IOException {
    Clip clip = made(5);
    writePng(picture(clip, 0), "1.png");
    FrameSize half = new FrameSize(10, 13);

    assertThat(files(10, 13).read(folder, "clip").frames()[0])
        .isEqualTo(half.fit(clip.frames()[0], clip.size()));
  }

  @Test
  void greyAndTransparentImagesAreShownAsBrowsersShowThemOnBlack() throws IOException {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    grey.getRaster().setSample(1, 0, 0, 255);
    writePng(grey, "1.png");
    BufferedImage clear = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x80ff0000);
    clear.setRGB(1, 0, 0x00ffffff);
    writePng(clear, "2.png");
    BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 100 * 257);
    deep.getRaster().setSample(1, 0, 0, 65535);
    writePng(deep, "3.png");

    byte[][] frames = files(1, 2).read(folder, "clip").frames();

    byte full = (byte) 255;
    assertThat(frames[0]).containsExactly(100, 100, 100, full, full, full);
    assertThat(frames[1])
        .containsExactly((byte) 128, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    assertThat(frames[2]).containsExactly(100, 100, 100, full, full, full);
  }

  @Test
  void imagesAreDrawnOverWhatIsLeft() throws IOException {
    Path file = folder.resolve("layers.gif");
    // A screen of 1 x 4 pixels. R: red, G: green, -: clear or outside.
    write(
        file,
        new Layer(0, "none", RED, RED, RED, RED), // RRRR
        new Layer(1, "restoreToPrevious", GREEN, CLEAR), // RGRR, then RRRR
        new Layer(2, "restoreToBackgroundColor", GREEN, GREEN), // RRGG, then RR--
        new Layer(0, "doNotDispose", GREEN), // GR--
        new Layer(3, "none", GREEN)); // GR-G

    byte[][] frames = files(1, 4).read(file, "layers.gif").frames();

    assertThat(frames).hasNumberOfRows(5);
    assertThat(Arrays.stream(frames).map(ClipFilesTest::letters))
        .containsExactly("RRRR", "RGRR", "RRGG", "GR--", "GR-G");
  }

  private static String letters(byte[] frame) {
    StringBuilder letters = new StringBuilder();
    for (int at = 0; at < frame.length; at += 3) {
      letters.append(frame[at] != 0 ? 'R' : frame[at + 1] != 0 ? 'G' : '-');
    }
    return letters.toString();
  }

  @Test
  void whatIsNoClipIsRefused() throws IOException {
    refused(bytes("hello, world"), "'a.gif' is no GIF file");
    refused(new byte[0], "'a.gif' is no GIF file");
    refused(bytes("GIF89a;"), "'a.gif' is no GIF file, or broken: it ends too soon");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void refused(byte[] contents, String message) throws IOException {
    Path file = Files.write(folder.resolve("a.gif"), contents);
    assertThatThrownBy(() -> files(2, 2).read(file, "a.gif"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void absurdSizesTakeNoMemory() throws IOException {
    Path file = folder.resolve("a.gif");
    new GifFile(8).write(made(1), file);
    byte[] large = Files.readAllBytes(file);
    Arrays.fill(large, 6, 10, (byte) 0xff);

    refused(
        large,
        "'a.gif' is no GIF file, or broken: frames of 65535 x 65535 pixels are too large; there"
            + " may be 16777216 pixels");
    new GifFile(8).write(made(1), file);
    byte[] narrow = Files.readAllBytes(file);
    narrow[6] = 25;
    refused(narrow, "'a.gif', frame 1 reaches beyond the screen of 20 x 25 pixels");
  }

  @Test
  void aFileThatIsCutShortIsRefusedWhereverItEnds() throws IOException {
    Path file = folder.resolve("a.gif");
    new GifFile(8).write(made(2), file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> files(20, 26).read(file, "a.gif"))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith("'a.gif' is ");
    }
  }

  @Test
  void aBrokenFileIsReadOrRefusedButNothingElse() throws IOException {
    Path file = folder.resolve("a.gif");
    new GifFile(8).write(made(3), file);
    byte[] whole = Files.readAllBytes(file);
    RandomStream random = new RandomStream(1);
    int refused = 0;
    for (int n = 0; n < 300; n++) {
      byte[] broken = whole.clone();
      for (int k = 0; k < 3; k++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, broken);
      try {
        assertThat(files(4, 4).read(file, "a.gif").frames()).isNotEmpty();
      } catch (InvalidDataException told) {
        assertThat(told).hasMessageStartingWith("'a.gif'");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void foldersThatAreNoClipsAreRefused() throws IOException {
    ClipFiles reader = files(2, 2);
    assertThatThrownBy(() -> reader.read(folder, "c")).hasMessage("folder 'c' has no PNG image");
    writePng(new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB), "1.png");
    writePng(new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB), "2.png");
    assertThatThrownBy(() -> reader.read(folder, "c"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "'c/2.png' is 3 x 2 pixels, the images before it are 1 x 2; the frames of a clip are"
                + " of one size");
    Files.writeString(folder.resolve("2.png"), "no image");
    assertThatThrownBy(() -> reader.read(folder, "c"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("'c/2.png' is no PNG image, or broken: ");
    Files.writeString(folder.resolve("notes.txt"), "a");
    assertThatThrownBy(() -> reader.read(folder, "c"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("'c/notes.txt' is no PNG image; the folder of a clip holds nothing else");
  }

  @Test
  void aPngThatIsCutShortIsRefusedWhereverItEnds() throws IOException {
    Path file = folder.resolve("1.png");
    writePng(picture(made(2), 0), "1.png");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> files(20, 26).read(folder, "c"))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("'c/1.png' is no PNG image, or broken: it ends too soon");
    }
  }

  private static BufferedImage picture(Clip clip, int frame) {
    FrameSize size = clip.size();
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    byte[] values = clip.frames()[frame];
    for (int pixel = 0; pixel < size.height() * size.width(); pixel++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        rgb = rgb << 8 | Byte.toUnsignedInt(values[pixel * 3 + c]);
      }
      image.setRGB(pixel % size.width(), pixel / size.width(), rgb);
    }
    return image;
  }

  private void writePng(BufferedImage image, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "png", bytes)).isTrue();
    Files.write(folder.resolve(name), bytes.toByteArray());
  }

  /** An image of one row: where it begins, what becomes of it, its pixels. */
  private record Layer(int left, String disposal, int... pixels) {}

  private static void write(Path file, Layer... layers) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var out = new MemoryCacheImageOutputStream(Files.newOutputStream(file))) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      int[] colours = {CLEAR, RED, GREEN, 0xff0000ff};
      IndexColorModel model = new IndexColorModel(2, 4, colours, 0, true, 0, 0);
      for (Layer layer : layers) {
        BufferedImage image =
            new BufferedImage(layer.pixels.length, 1, BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int x = 0; x < layer.pixels.length; x++) {
          image
              .getRaster()
              .setSample(x, 0, 0, layer.pixels[x] == RED ? 1 : layer.pixels[x] == GREEN ? 2 : 0);
        }
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        String form = "javax_imageio_gif_image_1.0";
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(form);
        set(root, "ImageDescriptor", "imageLeftPosition", Integer.toString(layer.left));
        set(root, "GraphicControlExtension", "disposalMethod", layer.disposal);
        metadata.setFromTree(form, root);
        writer.writeToSequence(new IIOImage(image, null, metadata), null);
      }
      writer.endWriteSequence();
    }
    writer.dispose();
  }

  private static void set(IIOMetadataNode root, String node, String attribute, String value) {
    ((IIOMetadataNode) root.getElementsByTagName(node).item(0)).setAttribute(attribute, value);
  }
}
