package dev.carousel.spark;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.loss.Loss;
import dev.carousel.memory.AddingProblem;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The adding problem on a machine on which training goes wrong. */
record Faulty(Fault fault) implements Task {
  enum Fault {
    NONE,
    /** An exception as of a broken machine. */
    THROWS,
    /** A wait for something that never comes. */
    HANGS,
    /** The end of the process. */
    ENDS_THE_PROCESS
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    return new Prepared(fault, new AddingProblem(5, 20, 10, 10).prepare(folders, seed));
  }

  private record Prepared(Fault fault, PreparedTask sound) implements PreparedTask {
    @Override
    public Signature signature() {
      return sound.signature();
    }

    @Override
    public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
      // Plans look at a batch of one.
      if (batchSize > 1) {
        switch (fault) {
          case NONE -> {}
          case THROWS -> throw new IllegalStateException("the machine is on fire");
          case HANGS -> hang();
          case ENDS_THE_PROCESS -> Runtime.getRuntime().halt(9);
        }
      }
      return sound.trainingBatches(batchSize, random);
    }

    private static void hang() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public Loss loss() {
      return sound.loss();
    }

    @Override
    public List<Metric> metrics() {
      return sound.metrics();
    }

    @Override
    public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
      return sound.evaluate(split, predictor, batchSize);
    }

    @Override
    public List<Baseline> baselines() {
      return List.of();
    }

    @Override
    public List<Path> files() {
      return List.of();
    }
  }
}
