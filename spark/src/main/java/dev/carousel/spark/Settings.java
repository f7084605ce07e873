package dev.carousel.spark;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.trial.Plan;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** What Spark is asked for. Whatever is given as a system property {@code spark.…} comes first. */
final class Settings {
  /** How often a trial is tried. */
  static final int ATTEMPTS = 3;

  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)])?");
  private static final String STORE = "spark.carousel.data";
  private static final String PLUGINS = "spark.plugins";
  private static final String OPTIONS = "spark.executor.extraJavaOptions";

  private Settings() {}

  static SparkConf of(String master, Plan plan, List<String> jars) {
    SparkConf conf = new SparkConf();
    conf.setAppName("carousel " + plan.filled().experiment().name());
    Matcher local = LOCAL.matcher(master);
    boolean here = master.startsWith("local");
    if (local.matches()) {
      // Only in this form do attempts that failed come again.
      String threads = local.group(1) == null ? "1" : local.group(1);
      conf.setMaster("local[%s,%d]".formatted(threads, ATTEMPTS));
    } else {
      conf.setMaster(master);
    }
    String others = conf.get(PLUGINS, "");
    String own = CarouselPlugin.class.getName();
    conf.set(PLUGINS, others.isEmpty() ? own : others + "," + own);
    conf.setIfMissing("spark.task.maxFailures", Integer.toString(ATTEMPTS));
    // The driver hears one attempt at a trial at a time.
    conf.set("spark.speculation", "false");
    conf.setIfMissing("spark.task.reaper.enabled", "true");
    if (!here) {
      conf.setIfMissing("spark.task.reaper.killTimeout", "30s");
      if (!conf.contains("spark.jars")) {
        conf.setJars(jars.toArray(String[]::new));
        // Libraries of ours that Spark has in other versions.
        conf.setIfMissing("spark.executor.userClassPathFirst", "true");
      }
      if (plan.kernels().name().equals("simd")) {
        conf.set(OPTIONS, (conf.get(OPTIONS, "") + " --add-modules jdk.incubator.vector").strip());
      }
    } else {
      conf.setIfMissing("spark.ui.enabled", "false");
    }
    return conf;
  }

  /**
   * A folder with the data files for all executors, if one is named.
   *
   * @throws InvalidDataException if its name is no URI
   */
  static Optional<URI> store(SparkConf conf) {
    String named = conf.get(STORE, null);
    try {
      return Optional.ofNullable(named).map(URI::create);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "%s is '%s' (%s); give a folder such as hdfs://HOST:PORT/FOLDER"
              .formatted(STORE, named, e.getMessage()),
          e);
    }
  }
}
