package dev.carousel.timeseries.transcription;

import dev.carousel.data.DataFolders;
import dev.carousel.data.Place;
import dev.carousel.decode.BestPath;
import dev.carousel.loss.Ctc;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.audio.Augmentation;
import dev.carousel.timeseries.audio.FrontEnd;
import dev.carousel.timeseries.audio.LogMel;
import dev.carousel.timeseries.audio.Recording;
import dev.carousel.timeseries.audio.Sound;
import dev.carousel.timeseries.audio.Taper;
import dev.carousel.timeseries.audio.Utterance;
import dev.carousel.timeseries.audio.UtteranceSource;
import dev.carousel.timeseries.audio.Utterances;
import dev.carousel.train.Split;
import dev.carousel.transcription.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Utterances of two words, a low tone and a high one, with silence around them. */
final class Tones {
  static final int RATE = 2000;
  static final FrontEnd FRONT_END =
      new FrontEnd(RATE, 0, 32, 20, Taper.HANN, 4, new LogMel(), 0, true);
  static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  private Tones() {}

  /** A tenth of a second a word, and as much silence before, between and after. */
  static Recording said(String transcript) {
    return said(transcript, RATE);
  }

  static Recording said(String transcript, int rate) {
    List<String> words = Unit.WORDS.of(transcript);
    int each = rate / 10;
    float[] samples = new float[(2 * words.size() + 1) * each];
    for (int w = 0; w < words.size(); w++) {
      double hertz = words.get(w).equals("low") ? 200 : 600;
      for (int i = 0; i < each; i++) {
        samples[(2 * w + 1) * each + i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / rate));
      }
    }
    return new Recording(transcript, new Sound(samples, rate), "ann", new Place("t", 3));
  }

  static List<Utterance> drawn(int count, RandomStream random) {
    List<Utterance> drawn = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      List<String> words = new ArrayList<>();
      for (int w = 1 + random.nextInt(4); w > 0; w--) {
        words.add(random.nextBoolean() ? "low" : "high");
      }
      drawn.add(said(String.join(" ", words)));
    }
    return drawn;
  }

  /** Fixed parts. */
  static UtteranceSource fixed(List<Utterance> train, List<Utterance> valid, List<Utterance> test) {
    return (folders, seed) ->
        new Utterances(
            Map.of(Split.TRAIN, train, Split.VALID, valid, Split.TEST, test),
            Optional.empty(),
            List.of());
  }

  /** Fixed parts, and other utterances for every epoch of training. */
  static UtteranceSource redrawn(int count) {
    return (folders, seed) -> {
      RandomStream random = new RandomStream(seed);
      return new Utterances(
          Map.of(
              Split.TRAIN, drawn(count, random),
              Split.VALID, drawn(10, random),
              Split.TEST, drawn(10, random)),
          Optional.of(
              new Utterances.Drawn() {
                @Override
                public List<String> transcripts() {
                  return List.of("high low");
                }

                @Override
                public List<Utterance> epoch(RandomStream stream) {
                  return drawn(count, stream);
                }
              }),
          List.of());
    };
  }

  static Transcription task(UtteranceSource data, Augmentation augmentation) {
    return task(data, augmentation, Unit.WORDS, Ctc.Impossible.REFUSE);
  }

  static Transcription task(
      UtteranceSource data, Augmentation augmentation, Unit units, Ctc.Impossible impossible) {
    return new Transcription(data, FRONT_END, augmentation, units, impossible, new BestPath());
  }
}
