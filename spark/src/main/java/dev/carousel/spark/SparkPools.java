package dev.carousel.spark;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.RunFolder;
import dev.carousel.experiment.trial.TrialPool;
import dev.carousel.experiment.trial.TrialPools;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Apache Spark as a place to run trials. */
public final class SparkPools implements TrialPools {
  /** What {@code spark-submit} has been given. */
  private static final String SUBMITTED = "spark";

  private static final Pattern MASTER =
      Pattern.compile("spark://.+|local(\\[(\\d+|\\*)(,\\d+)?])?|yarn|k8s://.+");

  /** Spark, wherever it is. */
  public SparkPools() {}

  @Override
  public String forms() {
    return "spark://HOST:PORT, local[N], yarn, k8s://URL, or spark below spark-submit";
  }

  @Override
  public boolean serves(String url) {
    return url.equals(SUBMITTED) || MASTER.matcher(url).matches();
  }

  @Override
  public TrialPool open(String url, Plan plan, RunFolder folder, Optional<Duration> limit) {
    String master = url;
    if (url.equals(SUBMITTED)) {
      master = System.getProperty("spark.master");
      if (master == null) {
        throw new InvalidDataException(
            "--on spark is for spark-submit, which says what the master is; give its URL");
      }
    }
    return SparkTrials.open(master, plan, folder, limit);
  }
}
