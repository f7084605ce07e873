package dev.carousel.examples.video;

import java.util.List;

/**
 * A clip and what it shows.
 *
 * @param clip the pictures
 * @param captions what may be said of it, at least one
 * @param unseen whether it combines what training never combines
 */
public record CaptionedClip(Clip clip, List<String> captions, boolean unseen) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no caption
   */
  public CaptionedClip {
    captions = List.copyOf(captions);
    if (captions.isEmpty()) {
      throw new IllegalArgumentException("a clip has at least one caption");
    }
  }
}
