package dev.carousel.examples.video;

import dev.carousel.decode.BeamSearch;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Words;
import dev.carousel.plugin.Plugin;
import dev.carousel.train.Task;
import java.util.Optional;
import java.util.OptionalInt;

/** Contributes captioning and its clips. */
public final class VideoModule extends Plugin {
  /** The module. */
  public VideoModule() {
    super("examples");
  }

  @Override
  protected void configure() {
    contribute(ClipSource.class, "generated-clips", new GeneratedClips(12, 4000, 300, 500, 500));
    contribute(
        ClipSource.class,
        "clip-folder",
        new ClipFolder(null, null, OptionalInt.empty(), Optional.empty()));
    contribute(
        Task.class,
        "captioning",
        new Captioning(
            null,
            24,
            24,
            FrameReading.SEQUENCE,
            new Words(false),
            VocabularyLimits.NONE,
            new BeamSearch(3, 20, 0, 0, 0)));
  }
}
