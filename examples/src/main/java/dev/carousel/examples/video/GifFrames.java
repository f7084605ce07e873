package dev.carousel.examples.video;

import dev.carousel.data.InvalidDataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The frames of a GIF file as they are seen: an image is drawn where it belongs over what is left
 * of those before it, which its disposal method says. What nothing has been drawn on is black.
 *
 * @param name what messages call the file
 * @param size the size that pictures are brought to
 */
record GifFrames(String name, FrameSize size) {
  private static final String STREAM = "javax_imageio_gif_stream_1.0";
  private static final String IMAGE = "javax_imageio_gif_image_1.0";
  private static final int TRAILER = 0x3b;

  List<byte[]> frames(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new InvalidDataException("cannot read '" + name + "': " + unreadable, unreadable);
    }
    if (bytes.length < 6 || bytes[0] != 'G' || bytes[1] != 'I' || bytes[2] != 'F') {
      throw new InvalidDataException("'" + name + "' is no GIF file");
    }
    // Readers show what there is of a file that has been cut short.
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    if (bytes[end - 1] != TRAILER) {
      throw new InvalidDataException(
          "'" + name + "' is cut short: it does not end as a GIF file does");
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream images =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(images, false, false);
      return frames(reader);
    } catch (InvalidDataException told) {
      throw told;
    } catch (IOException | RuntimeException broken) {
      // The JDK's readers throw whatever a broken file leads to, such as a wrong index.
      throw Picture.broken(name, "GIF file", broken);
    } finally {
      reader.dispose();
    }
  }

  private List<byte[]> frames(ImageReader reader) throws IOException {
    int count = reader.getNumImages(true);
    if (count == 0) {
      throw new InvalidDataException("'" + name + "' has no frame");
    }
    Canvas canvas = new Canvas(screen(reader.getStreamMetadata()));
    List<byte[]> frames = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      Area area = area(reader.getImageMetadata(n));
      if (!area.isWithin(canvas.screen)) {
        throw new InvalidDataException(
            "'%s', frame %d reaches beyond the screen of %s pixels"
                .formatted(name, n + 1, canvas.screen));
      }
      int[] before = canvas.pixels.clone();
      canvas.draw(reader.read(n), area);
      frames.add(size.fit(canvas.picture(), canvas.screen));
      canvas.dispose(area, before);
    }
    return frames;
  }

  private static FrameSize screen(IIOMetadata stream) {
    IIOMetadataNode screen = node(stream, STREAM, "LogicalScreenDescriptor");
    return new FrameSize(
        number(screen, "logicalScreenHeight"), number(screen, "logicalScreenWidth"));
  }

  private static Area area(IIOMetadata image) {
    IIOMetadataNode place = node(image, IMAGE, "ImageDescriptor");
    IIOMetadataNode control = node(image, IMAGE, "GraphicControlExtension");
    return new Area(
        number(place, "imageLeftPosition"),
        number(place, "imageTopPosition"),
        number(place, "imageWidth"),
        number(place, "imageHeight"),
        control == null ? "none" : control.getAttribute("disposalMethod"));
  }

  private static IIOMetadataNode node(IIOMetadata metadata, String form, String name) {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(form);
    return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
  }

  private static int number(IIOMetadataNode node, String attribute) {
    return Integer.parseInt(node.getAttribute(attribute));
  }

  /** Where an image belongs, and what becomes of it. */
  private record Area(int left, int top, int width, int height, String disposal) {
    boolean isWithin(FrameSize screen) {
      return left + width <= screen.width() && top + height <= screen.height();
    }
  }

  /** What is seen, as ARGB. */
  private static final class Canvas {
    private final FrameSize screen;
    private final int[] pixels;

    private Canvas(FrameSize screen) {
      this.screen = screen;
      pixels = new int[screen.height() * screen.width()];
    }

    private void draw(BufferedImage image, Area area) {
      for (int y = 0; y < area.height(); y++) {
        for (int x = 0; x < area.width(); x++) {
          int argb = image.getRGB(x, y);
          if (argb >>> 24 != 0) {
            pixels[(area.top() + y) * screen.width() + area.left() + x] = argb;
          }
        }
      }
    }

    private void dispose(Area area, int[] before) {
      switch (area.disposal()) {
        case "restoreToPrevious" -> System.arraycopy(before, 0, pixels, 0, pixels.length);
        case "restoreToBackgroundColor" -> {
          for (int y = area.top(); y < area.top() + area.height(); y++) {
            int from = y * screen.width() + area.left();
            Arrays.fill(pixels, from, from + area.width(), 0);
          }
        }
        default -> {
          // "none" and "doNotDispose": it stays. So do methods that are not defined.
        }
      }
    }

    private byte[] picture() {
      byte[] values = new byte[screen.values()];
      for (int pixel = 0; pixel < pixels.length; pixel++) {
        Picture.put(values, pixel, pixels[pixel]);
      }
      return values;
    }
  }
}
