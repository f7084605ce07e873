package dev.carousel.timeseries.music;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Variable;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Targets;
import dev.carousel.expression.Functions;
import dev.carousel.loss.BinaryCrossEntropy;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.train.Metric;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Task;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Predicting the next frame of polyphonic music: -Σ log p(frame[t+1] | frame[0…t]), made small. In
 * JSON, "piano-roll".
 *
 * <p>A frame says which of the 88 keys of a piano (MIDI pitches {@value Keys#LOWEST} to {@value
 * Keys#HIGHEST}) sound at a time step: 88 inputs, each 0 or 1. Given the frame, each of the 88
 * outputs is the logit of the probability that its key sounds in the next frame, independently of
 * the others. Sequences are taken whole, each from the model's initial state; the data are as they
 * are, so the experiment's seed does not change them.
 *
 * <p>Source: Boulanger-Lewandowski, Bengio and Vincent, Modeling Temporal Dependencies in
 * High-Dimensional Sequences, ICML 2012, whose data sets JSB Chorales, Nottingham, Piano-midi.de
 * and MuseData are usual. The first frame of a sequence is an input only, so that T frames count T
 * - 1 steps, as in the published code of Bai, Kolter and Koltun, An Empirical Evaluation of Generic
 * Convolutional and Recurrent Networks for Sequence Modeling, 2018, which gives the recurrent
 * networks' figures quoted most, and in Chung's code for these data sets. Boulanger-Lewandowski et
 * al. also predict the first frame, from the initial state, which moves a figure a little.
 *
 * <p>Metrics: {@code nll}, nats a time step: the binary cross-entropy summed over the 88 keys,
 * averaged over all predicted steps of a part, so that long sequences count more; {@code accuracy},
 * TP / (TP + FP + FN) over all keys and steps of a part, a key being predicted if its probability
 * is above 1/2 (Bay, Ehmann and Downie, Evaluation of Multiple-F0 Estimation and Tracking Systems,
 * ISMIR 2009), and 1 where no key sounds and none is predicted. Training makes {@code nll} small.
 * Baselines: {@code marginal}, how often each key sounds in the training part, and {@code markov},
 * how often it does after a frame in which it did, or did not. Reports show what was expected of
 * the first test sequence, and what sounds in it.
 *
 * @param data a JSON file, absolute or relative to a data folder: an object with the keys "train",
 *     "valid" and "test", each a list of sequences; a sequence is a list of at least two frames, a
 *     frame a list of different pitches in any order, empty for silence
 */
public record PianoRoll(String data) implements Task {
  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    Path file = folders.find(data);
    Map<Split, Rolls> rolls = new PianoRollFile(data, file).rolls();
    Rolls train = rolls.get(Split.TRAIN);
    return new PreparedSequences(
            new Signature(new Signature.Features(Keys.COUNT), Keys.COUNT, true, true),
            PianoRoll::nats,
            List.of(new Metric(NextFrames.NLL, true), new Metric(NextFrames.ACCURACY, false)),
            new EnumMap<>(rolls),
            NextFrames::new,
            List.of(
                new PreparedSequences.Simple("marginal", KeyChances.marginal(train)),
                new PreparedSequences.Simple("markov", KeyChances.markov(train))),
            List.of(file))
        .showing(new ExpectedKeys(rolls.get(Split.TEST))::exhibits);
  }

  /** The sum over keys of the mean over steps that are not padding. */
  private static Variable nats(Variable outputs, Targets targets) {
    return Elementwise.apply(
        Functions.operand("mean").times(Keys.COUNT),
        Map.of("mean", new BinaryCrossEntropy().of(outputs, targets)));
  }
}
