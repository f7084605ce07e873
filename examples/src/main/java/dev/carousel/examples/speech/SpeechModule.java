package dev.carousel.examples.speech;

import dev.carousel.examples.speech.ConnectedDigits.Between;
import dev.carousel.examples.speech.ConnectedDigits.Strings;
import dev.carousel.plugin.Plugin;
import dev.carousel.timeseries.audio.Recordings;
import dev.carousel.timeseries.audio.UtteranceSource;

/** Contributes connected digits. */
public final class SpeechModule extends Plugin {
  /** The module. */
  public SpeechModule() {
    super("examples");
  }

  @Override
  protected void configure() {
    Recordings official = Recordings.of(null);
    contribute(
        UtteranceSource.class,
        "connected-digits",
        new ConnectedDigits(
            null,
            official.valid(),
            official.test(),
            new Between(3, 7),
            new Between(50, 500),
            new Strings(2000, 300, 300)));
  }
}
