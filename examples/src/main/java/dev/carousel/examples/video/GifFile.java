package dev.carousel.examples.video;

import dev.carousel.data.InvalidDataException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes clips as GIF files that repeat for ever, every pixel as it is.
 *
 * @param hundredths how long each frame is shown, in hundredths of a second, 0 to 65535
 */
public record GifFile(int hundredths) {
  private static final String IMAGE = "javax_imageio_gif_image_1.0";
  private static final int MOST_COLOURS = 256;
  private static final int MOST_HUNDREDTHS = 0xffff;

  /**
   * Checks the time.
   *
   * @throws IllegalArgumentException if it is impossible
   */
  public GifFile {
    if (hundredths < 0 || hundredths > MOST_HUNDREDTHS) {
      throw new IllegalArgumentException(
          "hundredths must be 0 to %d, got %d".formatted(MOST_HUNDREDTHS, hundredths));
    }
  }

  /**
   * Writes a clip.
   *
   * @param clip of at most 256 colours
   * @param file where to; what is there is replaced
   * @throws InvalidDataException if there are more colours, or the file cannot be written
   */
  public void write(Clip clip, Path file) {
    Map<Integer, Integer> palette = palette(clip);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (OutputStream out = Files.newOutputStream(file);
        ImageOutputStream images = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(images);
      writer.prepareWriteSequence(null);
      for (byte[] frame : clip.frames()) {
        BufferedImage image = image(clip.size(), frame, palette);
        writer.writeToSequence(new IIOImage(image, null, metadata(writer, image)), null);
      }
      writer.endWriteSequence();
    } catch (IOException unwritable) {
      throw new InvalidDataException("cannot write '" + file + "': " + unwritable, unwritable);
    } finally {
      writer.dispose();
    }
  }

  private static Map<Integer, Integer> palette(Clip clip) {
    Map<Integer, Integer> palette = new LinkedHashMap<>();
    for (byte[] frame : clip.frames()) {
      for (int at = 0; at < frame.length; at += FrameSize.CHANNELS) {
        palette.putIfAbsent(colour(frame, at), palette.size());
      }
    }
    if (palette.size() > MOST_COLOURS) {
      throw new InvalidDataException(
          "a GIF file has at most %d colours, this clip has %d"
              .formatted(MOST_COLOURS, palette.size()));
    }
    return palette;
  }

  private static int colour(byte[] frame, int at) {
    return Byte.toUnsignedInt(frame[at]) << 16
        | Byte.toUnsignedInt(frame[at + 1]) << 8
        | Byte.toUnsignedInt(frame[at + 2]);
  }

  private static BufferedImage image(FrameSize size, byte[] frame, Map<Integer, Integer> palette) {
    int[] colours = new int[MOST_COLOURS];
    palette.forEach((colour, index) -> colours[index] = colour);
    BufferedImage image =
        new BufferedImage(
            size.width(),
            size.height(),
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(Byte.SIZE, MOST_COLOURS, colours, 0, false, -1, 0));
    for (int pixel = 0; pixel < size.height() * size.width(); pixel++) {
      int index = palette.get(colour(frame, pixel * FrameSize.CHANNELS));
      image.getRaster().setSample(pixel % size.width(), pixel / size.width(), 0, index);
    }
    return image;
  }

  private IIOMetadata metadata(ImageWriter writer, BufferedImage image)
      throws IIOInvalidTreeException {
    IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Integer.toString(hundredths));
    IIOMetadataNode repeat = new IIOMetadataNode("ApplicationExtension");
    repeat.setAttribute("applicationID", "NETSCAPE");
    repeat.setAttribute("authenticationCode", "2.0");
    repeat.setUserObject(new byte[] {1, 0, 0});
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(repeat);
    IIOMetadataNode root = new IIOMetadataNode(IMAGE);
    root.appendChild(control);
    root.appendChild(extensions);
    metadata.mergeTree(IMAGE, root);
    return metadata;
  }
}
