package dev.carousel.spark;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.trial.AbandonedException;
import dev.carousel.experiment.trial.Agenda;
import dev.carousel.experiment.trial.Environment;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.RunFolder;
import dev.carousel.experiment.trial.TrialEnd;
import dev.carousel.experiment.trial.TrialOrder;
import dev.carousel.experiment.trial.TrialPool;
import dev.carousel.experiment.trial.TrialWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.AsyncRDDActions;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.FutureConverters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs trials as Spark's jobs, one each, as many of those that are ready as keep it busy. The
 * thread that runs the agenda submits them and hears of their ends; Spark's channel tells of what
 * happens in between.
 */
final class SparkTrials implements TrialPool {
  private static final Logger LOG = Logger.getLogger(SparkTrials.class.getName());

  private static final String WHY_NONE =
      "does the cluster have workers with free cores and memory, and do they start executors with"
          + " Java 17 to 23, which Spark's Hadoop needs? The executors' logs say more";

  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final long LOOK_MILLIS = 200;

  /** Enough for a cluster that is growing to see that there is more to do. */
  private static final int FEWEST_OUT = 64;

  private final Plan plan;
  private final RunFolder folder;
  private final Optional<Duration> limit;
  private final JsonNode world;
  private final JavaSparkContext spark;
  private final TrialTask task;
  private final Map<Integer, Running> running = new ConcurrentHashMap<>();
  private final BlockingQueue<Ended> ends = new LinkedBlockingQueue<>();
  private final Set<String> worlds = new HashSet<>();
  private Agenda agenda;
  private volatile boolean heard;

  /** An order that is out. */
  private static final class Running {
    final int id;
    final TrialOrder order;

    /** The attempt that is listened to; -1 for none. */
    long attempt = -1;

    long since;
    int hung;
    int epochs;
    Optional<TrialEnd> broken = Optional.empty();
    String reason = "";

    Running(int id, TrialOrder order) {
      this.id = id;
      this.order = order;
    }

    String group() {
      return "carousel-" + id;
    }
  }

  /** A job that has ended: with the bytes of an end, or a failure. */
  private record Ended(int id, Optional<byte[]> bytes, Throwable failure) {}

  private SparkTrials(
      String master, SparkConf conf, Plan plan, RunFolder folder, Optional<Duration> limit) {
    this.plan = plan;
    this.folder = folder;
    this.limit = limit;
    this.world = Environment.describe("", List.of());
    DriverSide.answeredBy(this::answer);
    try {
      this.spark = new JavaSparkContext(conf);
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      throw new InvalidDataException("no run on %s: %s".formatted(master, e.getMessage()), e);
    }
    boolean here = spark.isLocal();
    Optional<URI> store = Settings.store(conf);
    DataShipment data = DataShipment.of(plan.folders(), plan.files(), store);
    List<Broadcast<byte[]>> files = new ArrayList<>();
    if (!here && store.isEmpty()) {
      data.files().forEach(file -> files.add(spark.broadcast(contents(file.path()))));
    }
    var experiment = plan.filled().experiment();
    this.task =
        new TrialTask(
            new Setting(experiment.name(), experiment.seed(), plan.kernels().name(), data).bytes(),
            files);
  }

  private static byte[] contents(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Opens a pool.
   *
   * @throws InvalidDataException if Spark cannot be started there
   */
  static SparkTrials open(String master, Plan plan, RunFolder folder, Optional<Duration> limit) {
    try {
      Path jars = Files.createTempDirectory("carousel-jars-");
      jars.toFile().deleteOnExit();
      SparkConf conf =
          Settings.of(master, plan, master.startsWith("local") ? List.of() : ShippedJars.of(jars));
      return new SparkTrials(master, conf, plan, folder, limit);
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made", e);
    }
  }

  @Override
  public void run(Agenda toRun) {
    agenda = toRun;
    int next = 0;
    long begin = System.nanoTime();
    boolean warned = false;
    Deque<TrialOrder> waiting = new ArrayDeque<>(agenda.ready());
    while (!waiting.isEmpty() || !running.isEmpty()) {
      while (!waiting.isEmpty() && running.size() < room()) {
        submit(new Running(next++, waiting.remove()));
      }
      Ended ended = next();
      if (ended != null) {
        end(ended);
      } else {
        endHung();
        if (!heard && !warned && System.nanoTime() - begin > SILENCE.toNanos()) {
          warned = true;
          LOG.info("no executor has begun a trial yet; " + WHY_NONE);
        }
      }
      waiting.addAll(agenda.ready());
    }
  }

  /**
   * How many trials may be out: twice as many as the cluster has cores, so that none waits for the
   * driver. Spark goes through all that are out whenever a core is free.
   */
  private int room() {
    return Math.max(FEWEST_OUT, 2 * spark.defaultParallelism());
  }

  private Ended next() {
    try {
      return ends.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AbandonedException("interrupted; continue with --resume", e);
    }
  }

  private void submit(Running order) {
    running.put(order.id, order);
    ObjectNode head = JsonNodeFactory.instance.objectNode().put("id", order.id);
    head.set("order", Texts.write(order.order, plan.binding()));
    spark.setJobGroup(order.group(), order.order.name().toString(), true);
    JavaRDD<byte[]> one = spark.parallelize(List.of(Message.of(head).bytes()), 1).map(task);
    var action = new AsyncRDDActions<>(one.rdd(), one.classTag()).collectAsync();
    FutureConverters.asJava(action)
        .whenComplete(
            (results, failure) ->
                ends.add(
                    new Ended(order.id, Optional.ofNullable(results).map(Seq::head), failure)));
  }

  private void end(Ended ended) {
    Running order = running.get(ended.id());
    TrialEnd end = ended.bytes().map(bytes -> Texts.end(Message.read(bytes).head())).orElse(null);
    synchronized (order) {
      // Whatever still comes of it is not listened to.
      order.attempt = Long.MAX_VALUE;
    }
    running.remove(ended.id());
    if (end == null) {
      if (spark.sc().isStopped()) {
        throw new AbandonedException(
            "the cluster has ended the run (%s)%s; what was done is in '%s': continue with --resume"
                .formatted(
                    lastFailure(ended.failure().getMessage()),
                    heard ? "" : "; " + WHY_NONE,
                    folder.path()),
            ended.failure());
      }
      end = failed(order, ended.failure());
    }
    agenda.ended(order.order, end);
  }

  private TrialEnd failed(Running order, Throwable failure) {
    if (order.hung < Settings.ATTEMPTS && order.broken.isPresent()) {
      return order.broken.get();
    }
    String reason = order.reason.isEmpty() ? lastFailure(failure.getMessage()) : order.reason;
    return new TrialEnd(
        new TrialResult(
            order.order.name().seed(), Optional.of(reason), Map.of(), order.epochs, 0, 0),
        TrialEnd.How.BROKEN);
  }

  /** What Spark says of the last attempt, without its own story around it. */
  static String lastFailure(String message) {
    String text = message == null ? "unknown" : message;
    int last = text.indexOf("most recent failure: ");
    if (last >= 0) {
      text = text.substring(last + "most recent failure: ".length());
    }
    int trace = text.indexOf('\n');
    return (trace < 0 ? text : text.substring(0, trace)).strip();
  }

  /** Ends the attempts that take longer than they may. */
  private void endHung() {
    if (limit.isEmpty()) {
      return;
    }
    for (Running order : running.values()) {
      long attempt;
      synchronized (order) {
        if (order.attempt < 0
            || order.attempt == Long.MAX_VALUE
            || Duration.ofNanos(System.nanoTime() - order.since).compareTo(limit.get()) < 0) {
          continue;
        }
        attempt = order.attempt;
        order.attempt = -1;
        order.hung++;
      }
      String reason = "took longer than %s minutes".formatted(minutes(limit.get()));
      if (order.hung >= Settings.ATTEMPTS) {
        order.reason = "%s, %d times".formatted(reason, order.hung);
        spark.sc().cancelJobGroup(order.group());
      } else {
        LOG.info("%s %s".formatted(order.order.name(), reason));
        spark.sc().killTaskAttempt(attempt, true, reason);
      }
    }
  }

  private static String minutes(Duration limit) {
    double minutes = limit.toMillis() / 60_000.0;
    return minutes == Math.rint(minutes)
        ? Long.toString(limit.toMinutes())
        : Double.toString(minutes);
  }

  /** Answers executors, one message at a time. */
  private Message answer(Message message) {
    JsonNode head = message.head();
    Running order = running.get(head.required("id").intValue());
    long attempt = head.required("attempt").longValue();
    if (order == null) {
      return refused("its trial is over");
    }
    synchronized (order) {
      if (head.required("what").stringValue().equals("begin")) {
        if (attempt < order.attempt) {
          return refused("a later attempt has begun");
        }
        return begin(order, attempt, head);
      } else if (attempt != order.attempt) {
        return refused("another attempt has begun, or none is wanted");
      }
      hear(order, message);
    }
    return Message.of(JsonNodeFactory.instance.objectNode());
  }

  private static Message refused(String why) {
    return Message.of(JsonNodeFactory.instance.objectNode().put("refused", why));
  }

  private Message begin(Running order, long attempt, JsonNode head) {
    heard = true;
    String executor =
        "executor %s on %s"
            .formatted(
                head.required("executor").stringValue(), head.required("host").stringValue());
    if (order.since != 0) {
      LOG.info("%s begins again, on %s".formatted(order.order.name(), executor));
    }
    warnOfOtherWorld(executor, head.required("is"));
    order.attempt = attempt;
    order.since = System.nanoTime();
    Map<String, byte[]> beginnings = new LinkedHashMap<>();
    for (String name : TrialWork.beginnings(order.order.name())) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        beginnings.put(name, contents(file));
      }
    }
    return new Message(JsonNodeFactory.instance.objectNode(), beginnings);
  }

  private void hear(Running order, Message message) {
    JsonNode is = message.head().required("is");
    switch (message.head().required("what").stringValue()) {
      case "started" -> agenda.started(order.order, is.required("done").intValue());
      case "epoch" -> {
        var epoch = Texts.epoch(is);
        // An attempt that goes on from a checkpoint comes by epochs that were heard before.
        if (epoch.epoch() > order.epochs) {
          order.epochs = epoch.epoch();
          agenda.epochEnded(order.order, epoch);
        }
      }
      case "file" -> message.files().forEach(folder::write);
      case "broken" -> {
        if (is.has("how")) {
          order.broken = Optional.of(Texts.end(is));
        } else {
          order.reason = is.required("reason").stringValue();
        }
      }
      default -> throw new IllegalArgumentException("no message of an executor: " + message.head());
    }
  }

  /** Says once of each other Java, processor and Carousel that bits may differ. */
  private void warnOfOtherWorld(String executor, JsonNode there) {
    for (String key : List.of("/carousel", "/java/version", "/cpu/model")) {
      String other = there.at(key).asString("");
      if (!other.equals(world.at(key).asString("")) && worlds.add(key + " " + other)) {
        LOG.info(
            "%s has another %s, %s instead of %s: bits may differ"
                .formatted(
                    executor,
                    key.substring(1).replace('/', ' '),
                    other,
                    world.at(key).asString("none")));
      }
    }
  }

  @Override
  public void close() {
    spark.stop();
  }
}
