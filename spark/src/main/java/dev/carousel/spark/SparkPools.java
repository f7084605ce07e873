package dev.carousel.spark;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.RunFolder;
import dev.carousel.experiment.trial.TrialPool;
import dev.carousel.experiment.trial.TrialPools;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Apache Spark as a place to run trials. */
public final class SparkPools implements TrialPools {
  /** What {@code spark-submit} has been given. */
  private static final String SUBMITTED = "spark";

  private static final String STANDALONE = "spark://";
  private static final Pattern MASTER =
      Pattern.compile("spark://[^,]+:\\d+(,[^,]+:\\d+)*|local(\\[(\\d+|\\*)])?");

  private static final int ANSWER_MILLIS = 10_000;

  /** Spark, wherever it is. */
  public SparkPools() {}

  @Override
  public String forms() {
    return "spark://HOST:PORT, local[N], or spark below spark-submit";
  }

  @Override
  public boolean serves(String url) {
    return url.equals(SUBMITTED) || MASTER.matcher(url).matches();
  }

  @Override
  public List<String> require(String url, Plan plan) {
    String master = master(url);
    if (master.startsWith(STANDALONE)) {
      requireAnswer(master);
    }
    QuietLog.unlessConfigured();
    SparkConf conf = new SparkConf();
    return Settings.store(conf)
        .flatMap(
            store ->
                DataShipment.of(plan.folders(), plan.files(), Optional.of(store))
                    .requireStored(SparkHadoopUtil.get().newConfiguration(conf)))
        .map(List::of)
        .orElse(List.of());
  }

  /** Asks a master itself, for Spark takes a minute to say that none is there. */
  private static void requireAnswer(String master) {
    String refusal = "";
    for (String address : master.substring(STANDALONE.length()).split(",")) {
      int colon = address.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        String host = address.substring(0, colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        socket.connect(new InetSocketAddress(host, port), ANSWER_MILLIS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        refusal = e.toString();
      }
    }
    throw new InvalidDataException(
        "no Spark master answers at %s (%s); give the URL that the master's page shows"
            .formatted(master, refusal));
  }

  @Override
  public TrialPool open(String url, Plan plan, RunFolder folder, Optional<Duration> limit) {
    return SparkTrials.open(master(url), plan, folder, limit);
  }

  private static String master(String url) {
    if (!url.equals(SUBMITTED)) {
      return url;
    }
    String master = System.getProperty("spark.master");
    if (master == null) {
      throw new InvalidDataException(
          "--on spark is for spark-submit, which says what the master is; give its URL");
    }
    return master;
  }
}
