package dev.carousel.examples.video;

import dev.carousel.data.InvalidDataException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A picture as files have it, what is transparent shown on black.
 *
 * @param size in pixels
 * @param values [H, W, C] as {@link Clip} has them
 */
record Picture(FrameSize size, byte[] values) {
  private static final int BYTE = 255;

  /** The last chunk of a PNG image: its name and its checksum, which never changes. */
  private static final String END = "IEND\u00ae\u0042\u0060\u0082";

  static Picture readPng(Path file, String name) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try {
      byte[] bytes = Files.readAllBytes(file);
      // Readers show what there is of a file that has been cut short.
      if (new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(END) < 0) {
        throw new EOFException();
      }
      try (ImageInputStream image =
          new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
        reader.setInput(image, true, true);
        // Before memory is taken for it.
        FrameSize size = new FrameSize(reader.getHeight(0), reader.getWidth(0));
        return new Picture(size, values(reader.read(0)));
      }
    } catch (IOException | RuntimeException broken) {
      // The JDK's readers throw whatever a broken file leads to, such as a wrong index.
      throw broken(name, "PNG image", broken);
    } finally {
      reader.dispose();
    }
  }

  /** A file that cannot be read as what it should be. */
  static InvalidDataException broken(String name, String kind, Exception cause) {
    return new InvalidDataException(
        "'%s' is no %s, or broken: %s".formatted(name, kind, reason(cause)), cause);
  }

  private static String reason(Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof EOFException) {
      return "it ends too soon";
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static byte[] values(BufferedImage image) {
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    byte[] values = new byte[image.getWidth() * image.getHeight() * FrameSize.CHANNELS];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int argb = grey ? grey(image, x, y) : image.getRGB(x, y);
        put(values, y * image.getWidth() + x, argb);
      }
    }
    return values;
  }

  /** Java takes grey for linear; PNG's is sRGB's, like that of its colours. */
  private static int grey(BufferedImage image, int x, int y) {
    int most = (1 << image.getColorModel().getComponentSize(0)) - 1;
    int level = image.getRaster().getSample(x, y, 0) * BYTE / most;
    int alpha = image.getRGB(x, y) & 0xff000000;
    return alpha | level << 16 | level << 8 | level;
  }

  /** Puts a pixel on black. */
  static void put(byte[] values, int pixel, int argb) {
    int alpha = argb >>> 24;
    for (int c = 0; c < FrameSize.CHANNELS; c++) {
      int level = argb >>> 16 - 8 * c & BYTE;
      values[pixel * FrameSize.CHANNELS + c] = (byte) ((2 * level * alpha + BYTE) / (2 * BYTE));
    }
  }
}
