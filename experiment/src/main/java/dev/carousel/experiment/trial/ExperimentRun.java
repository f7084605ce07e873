package dev.carousel.experiment.trial;

import dev.carousel.autograd.Parameter;
import dev.carousel.experiment.description.Experiment;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.HtmlReport;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsCsv;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.safetensors.Safetensors;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workers;
import dev.carousel.train.Epoch;
import dev.carousel.train.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs every trial of a plan that is not done yet, and keeps the run's folder up to date. */
public final class ExperimentRun {
  private final Plan plan;
  private final RunFolder folder;
  private final TrialRunner runner;
  private final Progress progress;
  // One map a variant, by seed, guarded by itself.
  private final List<Map<Long, TrialResult>> results = new ArrayList<>();

  /**
   * A run.
   *
   * @param plan what to run
   * @param folder where results go
   * @param runner runs a trial
   * @param progress hears how it goes
   */
  public ExperimentRun(Plan plan, RunFolder folder, TrialRunner runner, Progress progress) {
    this.plan = plan;
    this.folder = folder;
    this.runner = runner;
    this.progress = progress;
    plan.variants().forEach(variant -> results.add(new TreeMap<>()));
  }

  /**
   * Takes over the trials that an earlier run has done; they are not run again.
   *
   * @param earlier the results of the same experiment
   */
  public void resume(Results earlier) {
    for (VariantResults variant : earlier.variants()) {
      for (int i = 0; i < plan.variants().size(); i++) {
        if (plan.variants().get(i).setup().name().equals(variant.name())) {
          Map<Long, TrialResult> known = results.get(i);
          variant.trials().stream()
              .filter(TrialResult::done)
              .forEach(trial -> known.put(trial.seed(), trial));
        }
      }
    }
  }

  /**
   * Whether a trial's result is known.
   *
   * @param variant the variant's name
   * @param seed the trial's seed
   * @return whether it is done
   */
  public boolean knows(String variant, long seed) {
    for (int i = 0; i < plan.variants().size(); i++) {
      if (plan.variants().get(i).setup().name().equals(variant)) {
        return results.get(i).containsKey(seed);
      }
    }
    return false;
  }

  /**
   * The number of trials whose results are known.
   *
   * @return how many
   */
  public int known() {
    return results.stream().mapToInt(Map::size).sum();
  }

  /**
   * Runs the trials, several at once. What they give does not depend on how many.
   *
   * @param workers run them
   * @return all results
   */
  public Results run(Workers workers) {
    writeResults();
    Experiment experiment = plan.filled().experiment();
    List<Runnable> trials = new ArrayList<>();
    // Seed by seed, so that early results compare all variants.
    for (int s = 0; s < experiment.compare().seeds(); s++) {
      long seed = experiment.seed() + s;
      for (int i = 0; i < plan.variants().size(); i++) {
        int variant = i;
        if (!results.get(i).containsKey(seed)) {
          trials.add(() -> runTrial(variant, seed));
        }
      }
    }
    workers.oneByOne(trials.size(), (from, to) -> trials.subList(from, to).forEach(Runnable::run));
    Results all = results();
    folder.write("results.csv", ResultsCsv.write(all));
    folder.write("report.html", HtmlReport.write(all));
    return all;
  }

  private void runTrial(int index, long seed) {
    PlannedVariant variant = plan.variants().get(index);
    String name = variant.setup().name();
    TrialResult result =
        runner.run(
            variant,
            seed,
            epoch -> {
              folder.append("metrics.jsonl", line(name, seed, epoch));
              synchronized (progress) {
                progress.epochEnded(name, seed, epoch);
              }
            },
            model -> keep(variant, seed, model));
    synchronized (results) {
      results.get(index).put(seed, result);
      writeResults();
    }
    synchronized (progress) {
      progress.trialEnded(variant, result);
    }
  }

  private void keep(PlannedVariant variant, long seed, Model model) {
    String name = variant.setup().name();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (Parameter parameter : model.parameters()) {
      weights.put(parameter.name(), parameter.value());
    }
    Map<String, String> metadata =
        Map.of(
            "experiment", plan.filled().experiment().name(),
            "variant", name,
            "cell", variant.setup().cell(),
            "seed", Long.toString(seed));
    folder.write(
        "checkpoints/" + name + "-seed" + seed + ".safetensors",
        file -> Safetensors.write(file, weights, plan.kernels(), metadata));
  }

  private static String line(String variant, long seed, Epoch epoch) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("variant", variant).put("seed", seed).put("epoch", epoch.epoch());
    line.set("learningRate", ResultsJson.number(epoch.learningRate()));
    line.set("trainingLoss", ResultsJson.number(epoch.trainingLoss()));
    line.set("valid", ResultsJson.metrics(epoch.valid()));
    line.put("best", epoch.best());
    line.set("seconds", ResultsJson.number(epoch.seconds()));
    return Json.line(line);
  }

  private void writeResults() {
    folder.write("results.json", Json.pretty(ResultsJson.write(results())));
  }

  private Results results() {
    synchronized (results) {
      List<VariantResults> variants = new ArrayList<>();
      for (int i = 0; i < plan.variants().size(); i++) {
        PlannedVariant variant = plan.variants().get(i);
        variants.add(
            new VariantResults(
                variant.setup().name(),
                variant.setup().cell(),
                variant.parameters(),
                List.copyOf(results.get(i).values())));
      }
      return new Results(plan.filled().experiment().name(), variants, plan.baselines());
    }
  }
}
