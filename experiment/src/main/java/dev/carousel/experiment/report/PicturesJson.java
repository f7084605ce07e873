package dev.carousel.experiment.report;

import dev.carousel.exhibit.AttendedPictures;
import dev.carousel.exhibit.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The form of pictures with what a model looked at. */
final class PicturesJson {
  private PicturesJson() {}

  /** Adds what is of such exhibits alone. */
  static void write(AttendedPictures shown, ObjectNode object) {
    object.put("answer", shown.answer());
    ArrayNode pictures = object.putArray("pictures");
    shown.pictures().forEach(picture -> pictures.add(png(picture)));
    ArrayNode looks = object.putArray("looks");
    for (AttendedPictures.Look look : shown.looks()) {
      ObjectNode json = looks.addObject().put("part", look.part());
      ArrayNode weights = json.putArray("weights");
      for (float weight : look.weights()) {
        weights.add(ExhibitsJson.colour(weight));
      }
    }
  }

  /** A PNG image in Base64. */
  private static String png(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = picture.rgb();
    for (int pixel = 0; pixel < rgb.length / 3; pixel++) {
      int colour =
          Byte.toUnsignedInt(rgb[3 * pixel]) << 16
              | Byte.toUnsignedInt(rgb[3 * pixel + 1]) << 8
              | Byte.toUnsignedInt(rgb[3 * pixel + 2]);
      image.setRGB(pixel % picture.width(), pixel / picture.width(), colour);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
