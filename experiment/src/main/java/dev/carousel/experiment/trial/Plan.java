package dev.carousel.experiment.trial;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.Experiment;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.description.Match;
import dev.carousel.experiment.description.Sample;
import dev.carousel.experiment.description.Units;
import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.report.Size;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Baseline;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Everything that can be wrong is found here, before any training: all data are prepared and every
 * variant's model is built once.
 *
 * @param filled the experiment
 * @param binding from its parts to JSON
 * @param folders where its data files are looked for
 * @param kernels what it computes with
 * @param variants the variants in order
 * @param baselines what simple methods reach on each different task
 * @param files the data files that were read
 */
public record Plan(
    FilledExperiment filled,
    JsonBinding binding,
    DataFolders folders,
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
   * @param binding from its parts to JSON
   * @param folders where data files are looked for
   * @param kernels what it computes with
   * @return the plan
   * @throws InvalidDataException if a variant's data or model cannot be used, or two variants are
   *     the same; the message names the variant where it differs from the base
   */
  public static Plan of(
      FilledExperiment filled, JsonBinding binding, DataFolders folders, Kernels kernels) {
    return new Planning(filled, binding, folders, kernels).plan();
  }

  private static final class Planning {
    private final FilledExperiment filled;
    private final Experiment experiment;
    private final JsonBinding binding;
    private final DataFolders folders;
    private final Kernels kernels;
    private final Sizing sizing;
    private final Map<Task, PreparedTask> prepared = new LinkedHashMap<>();
    private final Map<Task, String> firstUser = new LinkedHashMap<>();
    private Size wanted;

    Planning(FilledExperiment filled, JsonBinding binding, DataFolders folders, Kernels kernels) {
      this.filled = filled;
      this.experiment = filled.experiment();
      this.binding = binding;
      this.folders = folders;
      this.kernels = kernels;
      this.sizing = new Sizing(new Units(binding), kernels, experiment.seed());
    }

    Plan plan() {
      requireDifferent(filled.setups());
      if (experiment.compare().match() != Match.UNITS) {
        wanted =
            checked("", () -> sizing.of(experiment.model(), data("the base", experiment.task())));
      }
      List<PlannedVariant> variants = new ArrayList<>();
      filled.setups().forEach(setup -> variants.add(variant(setup)));
      LinkedHashSet<Path> files = new LinkedHashSet<>();
      prepared.values().forEach(data -> files.addAll(data.files()));
      return new Plan(filled, binding, folders, kernels, variants, baselines(), List.copyOf(files));
    }

    /** What a measure and a baseline's figures on it are, which may be of several tasks. */
    private record Measured(Task measure, Baseline baseline) {}

    /**
     * Those that are the only ones of their name keep it; the names of others say whose they are.
     */
    private List<Baseline> baselines() {
      Map<Measured, String> users = new LinkedHashMap<>();
      prepared.forEach(
          (task, data) -> {
            for (Baseline baseline : data.baselines()) {
              users.putIfAbsent(new Measured(task.measure(), baseline), firstUser.get(task));
            }
          });
      boolean oneMeasure = prepared.keySet().stream().map(Task::measure).distinct().count() == 1;
      List<Baseline> baselines = new ArrayList<>();
      users.forEach(
          (measured, user) -> {
            String name = measured.baseline().name();
            boolean alone =
                users.keySet().stream().filter(m -> m.baseline().name().equals(name)).count() == 1;
            String of = oneMeasure && alone ? "" : " (" + user + ")";
            baselines.add(new Baseline(name + of, measured.baseline().metrics()));
          });
      return baselines;
    }

    private PlannedVariant variant(VariantSetup setup) {
      boolean base = setup.task().equals(experiment.task());
      PreparedTask task = checked(base ? "" : named(setup), () -> data(setup.name(), setup.task()));
      boolean ownModel = !base || !setup.model().equals(experiment.model());
      PlannedVariant planned = checked(ownModel ? named(setup) : "", () -> sized(setup, task));
      List<PlannedSample> samples = new ArrayList<>();
      for (Sample sample : setup.samples()) {
        boolean sameModel = sample.setup().model().equals(setup.model());
        samples.add(
            new PlannedSample(
                sample,
                sameModel
                    ? new PlannedVariant(
                        sample.setup().with(planned.setup().model()),
                        task,
                        planned.size(),
                        List.of())
                    : checked(
                        "%s, search trial %d".formatted(named(setup), sample.number()),
                        () -> sized(sample.setup(), task))));
      }
      return new PlannedVariant(planned.setup(), task, planned.size(), samples);
    }

    private PreparedTask data(String user, Task task) {
      firstUser.putIfAbsent(task, user);
      PreparedTask data = prepared.get(task);
      if (data == null) {
        data = task.prepare(folders, experiment.seed());
        prepared.put(task, data);
      }
      return data;
    }

    private PlannedVariant sized(VariantSetup setup, PreparedTask task) {
      VariantSetup matched =
          setup.with(sizing.matched(setup.model(), task, wanted, experiment.compare().match()));
      return new PlannedVariant(matched, task, sizing.of(matched.model(), task), List.of());
    }
  }

  private static String named(VariantSetup setup) {
    return "variant '" + setup.name() + "'";
  }

  /** Refuses to run one thing under two names: its trials would be counted as if independent. */
  private static void requireDifferent(List<VariantSetup> setups) {
    Map<List<Object>, String> seen = new LinkedHashMap<>();
    for (VariantSetup setup : setups) {
      String other =
          seen.putIfAbsent(List.of(setup.task(), setup.model(), setup.training()), setup.name());
      if (other != null) {
        throw new InvalidDataException(
            ("variants '%s' and '%s' differ in nothing but their names, so under equal seeds they"
                    + " would be the same trials; leave one of them out")
                .formatted(other, setup.name()));
      }
    }
  }

  private static <T> T checked(String who, Supplier<T> step) {
    try {
      return step.get();
    } catch (InvalidDataException | IllegalArgumentException e) {
      String prefix = who.isEmpty() ? "" : who + ": ";
      throw new InvalidDataException(prefix + e.getMessage(), e);
    }
  }

  /**
   * The number of trials that are reported.
   *
   * @return variants times seeds
   */
  public int trials() {
    return variants.size() * filled.experiment().compare().seeds();
  }

  /**
   * The number of trials of searches.
   *
   * @return variants times draws, 0 without a search
   */
  public int searchTrials() {
    return variants.stream().mapToInt(variant -> variant.samples().size()).sum();
  }
}
