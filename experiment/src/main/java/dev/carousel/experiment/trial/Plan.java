package dev.carousel.experiment.trial;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.Experiment;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Baseline;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Everything that can be wrong is found here, before any training: all data are prepared and every
 * variant's model is built once.
 *
 * @param filled the experiment
 * @param kernels what it computes with
 * @param variants the variants in order
 * @param baselines what simple methods reach on each different task
 * @param files the data files that were read
 */
public record Plan(
    FilledExperiment filled,
    Kernels kernels,
    List<PlannedVariant> variants,
    List<Baseline> baselines,
    List<Path> files) {
  /** Copies the lists. */
  public Plan {
    variants = List.copyOf(variants);
    baselines = List.copyOf(baselines);
    files = List.copyOf(files);
  }

  /**
   * Plans an experiment.
   *
   * @param filled the experiment
   * @param folders where data files are looked for
   * @param kernels what it computes with
   * @return the plan
   * @throws InvalidDataException if a variant's data or model cannot be used; the message names the
   *     variant where it differs from the base
   */
  public static Plan of(FilledExperiment filled, DataFolders folders, Kernels kernels) {
    long seed = filled.experiment().seed();
    Map<Task, PreparedTask> prepared = new LinkedHashMap<>();
    Map<Task, String> firstUser = new HashMap<>();
    List<PlannedVariant> variants = new ArrayList<>();
    for (VariantSetup setup : filled.setups()) {
      PreparedTask task = prepared.get(setup.task());
      if (task == null) {
        boolean base = setup.task().equals(filled.experiment().task());
        task = checked(base ? "" : setup.name(), () -> setup.task().prepare(folders, seed));
        prepared.put(setup.task(), task);
        firstUser.put(setup.task(), setup.name());
      }
      PreparedTask data = task;
      variants.add(
          checked(
              isBase(setup, filled.experiment()) ? "" : setup.name(),
              () -> new PlannedVariant(setup, data, parameters(setup, data, kernels, seed))));
    }
    List<Baseline> baselines = new ArrayList<>();
    LinkedHashSet<Path> files = new LinkedHashSet<>();
    prepared.forEach(
        (task, data) -> {
          files.addAll(data.files());
          for (Baseline baseline : data.baselines()) {
            String of = prepared.size() == 1 ? "" : " (" + firstUser.get(task) + ")";
            baselines.add(new Baseline(baseline.name() + of, baseline.metrics()));
          }
        });
    return new Plan(filled, kernels, variants, baselines, List.copyOf(files));
  }

  private static boolean isBase(VariantSetup setup, Experiment base) {
    return setup.task().equals(base.task()) && setup.model().equals(base.model());
  }

  private interface Step<T> {
    T run();
  }

  private static <T> T checked(String variant, Step<T> step) {
    try {
      return step.run();
    } catch (InvalidDataException | IllegalArgumentException e) {
      String prefix = variant.isEmpty() ? "" : "variant '" + variant + "': ";
      throw new InvalidDataException(prefix + e.getMessage(), e);
    }
  }

  /**
   * Builds the model and has it answer one sequence, so that a mismatch with the loss shows here.
   */
  private static long parameters(
      VariantSetup setup, PreparedTask task, Kernels kernels, long seed) {
    RandomStream random = new RandomStream(seed);
    Model model = setup.model().build(task.signature(), kernels, random.derive("weights"));
    Iterator<Batch> batches = task.trainingBatches(1, random.derive("training")).iterator();
    if (batches.hasNext()) {
      Batch batch = batches.next();
      task.loss().of(model.outputs(Tape.prediction(kernels), batch), batch.targets());
    }
    long count = 0;
    for (Parameter parameter : model.parameters()) {
      count += parameter.value().shape().elements();
    }
    return count;
  }

  /**
   * The number of trials.
   *
   * @return variants times seeds
   */
  public int trials() {
    return variants.size() * filled.experiment().compare().seeds();
  }
}
