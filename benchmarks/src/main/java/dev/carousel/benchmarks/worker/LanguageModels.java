package dev.carousel.benchmarks.worker;

import dev.carousel.benchmarks.languagemodel.CarouselLanguageModel;
import dev.carousel.benchmarks.languagemodel.LibtorchLanguageModel;
import dev.carousel.benchmarks.languagemodel.Settings;
import dev.carousel.benchmarks.languagemodel.TokenBatch;
import dev.carousel.benchmarks.libtorch.Libtorch;
import dev.carousel.benchmarks.measure.DisagreementException;
import dev.carousel.benchmarks.measure.Quartiles;
import dev.carousel.benchmarks.measure.Sampler;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Trains the language model on both sides: first with equal losses required, then on time. */
final class LanguageModels {
  private static final int BATCHES = 20;
  private static final int COMPARED_STEPS = 5;
  // A mean over 400 tokens of logarithms of sums of 10,000 rounded terms, after up to five updates:
  // each update moves weights by at most rate times norm, 5, times the rounding of the gradients,
  // some 1e-6 of it; what remains of that in a mean over tokens is well below 1e-5 of the loss.
  private static final double TOLERANCE = 1e-5;

  private LanguageModels() {}

  static Measured time(Kernels kernels, int threads, Sampler sampler) {
    Settings settings = Settings.SMALL;
    RandomStream random = new RandomStream(1);
    List<TokenBatch> batches =
        Stream.generate(() -> TokenBatch.random(settings, random)).limit(BATCHES).toList();
    CarouselLanguageModel ours = new CarouselLanguageModel(settings, kernels);
    try (Libtorch libtorch = new Libtorch(threads);
        LibtorchLanguageModel theirs =
            new LibtorchLanguageModel(settings, libtorch, ours.weights())) {
      double difference = 0;
      for (TokenBatch batch : batches.subList(0, COMPARED_STEPS)) {
        float own = ours.step(batch);
        float other = theirs.step(batch);
        double here = Math.abs((double) own - other) / other;
        if (!(here <= TOLERANCE)) {
          throw new DisagreementException(
              "language model: a loss of " + own + " against " + other + " nats a token");
        }
        difference = Math.max(difference, here);
      }
      AtomicInteger next = new AtomicInteger();
      AtomicInteger nextOfTheirs = new AtomicInteger();
      List<Quartiles> seconds =
          sampler.time(
              List.of(
                  () -> ours.step(batches.get(next.getAndIncrement() % BATCHES)),
                  () -> theirs.step(batches.get(nextOfTheirs.getAndIncrement() % BATCHES))));
      Measured measured =
          new Measured(
              Section.LANGUAGE_MODEL,
              "2 x lstm",
              settings.batch() + "," + settings.steps() + "," + settings.units(),
              threads,
              settings.tokens(),
              "token",
              difference,
              List.of(
                  new Timing("carousel", seconds.get(0)), new Timing("libtorch", seconds.get(1))));
      Progress.say(measured);
      return measured;
    }
  }
}
