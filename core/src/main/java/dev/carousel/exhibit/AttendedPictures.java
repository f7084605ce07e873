package dev.carousel.exhibit;

import java.util.List;

/**
 * Pictures that a model has seen one after the other, what it says of them, and where it looked for
 * each part of that.
 *
 * @param title what it is called
 * @param caption what it shows, in one or a few sentences
 * @param pictures what the model has seen, in order, at least one
 * @param answer what it says of them, perhaps nothing
 * @param looks where it looked, in the order of the answer; empty if the model does not attend
 */
public record AttendedPictures(
    String title, String caption, List<Picture> pictures, String answer, List<Look> looks)
    implements Exhibit {
  /**
   * How many pictures there may be. More do not fit beside each other, and every report has them.
   */
  public static final int MOST_PICTURES = 64;

  /** How many pixels all pictures may have together. */
  public static final int MOST_PIXELS = 1 << 18;

  /**
   * Where a model looked as it gave a part of its answer.
   *
   * @param part such as a word
   * @param weights one a picture, 0 to 1; shared, not copied, and not to be changed
   */
  public record Look(String part, float[] weights) {}

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no title, no caption or no picture, there are too
   *     many pictures or pixels, or there are not as many weights as pictures or one is not from 0
   *     to 1
   */
  public AttendedPictures {
    Names.require("an exhibit of pictures", title);
    pictures = List.copyOf(pictures);
    looks = List.copyOf(looks);
    String what = "exhibit '" + title + "'";
    if (caption.isBlank()) {
      throw new IllegalArgumentException(what + " needs a caption");
    }
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException(what + " has no pictures");
    }
    long pixels = pictures.stream().mapToLong(each -> (long) each.height() * each.width()).sum();
    if (pictures.size() > MOST_PICTURES || pixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "%s has %d pictures of %d pixels together; show %d of %d at most"
              .formatted(what, pictures.size(), pixels, MOST_PICTURES, MOST_PIXELS));
    }
    for (Look look : looks) {
      if (look.weights.length != pictures.size()) {
        throw new IllegalArgumentException(
            "%s has %d pictures, but '%s' has %d weights"
                .formatted(what, pictures.size(), look.part, look.weights.length));
      }
      for (float weight : look.weights) {
        if (!(weight >= 0 && weight <= 1)) {
          throw new IllegalArgumentException(
              "%s: a weight of '%s' is %s, which is not from 0 to 1"
                  .formatted(what, look.part, weight));
        }
      }
    }
  }
}
