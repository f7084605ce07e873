package dev.carousel.spark;

import dev.carousel.data.DataFolders;
import dev.carousel.experiment.Main;
import dev.carousel.experiment.cli.KernelChoice;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.trial.AbandonedException;
import dev.carousel.experiment.trial.Environment;
import dev.carousel.experiment.trial.RunFolder;
import dev.carousel.experiment.trial.TrialEnd;
import dev.carousel.experiment.trial.TrialOrder;
import dev.carousel.experiment.trial.TrialRunner;
import dev.carousel.experiment.trial.TrialWork;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Workers;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An executor: runs orders in folders of its own, and tells the driver of all that comes of it. */
final class ExecutorSide implements ExecutorPlugin {
  /**
   * The one of this process. Spark makes plug-ins by the name of their class and tasks from bytes,
   * so this is the only way from a task to its plug-in.
   */
  private static volatile ExecutorSide here;

  private final Map<Task, PreparedTask> prepared = new HashMap<>();
  private PluginContext channel;
  private NamedTypes names;
  private ObjectNode world;
  private Optional<DataFolders> data = Optional.empty();

  @Override
  public void init(PluginContext context, Map<String, String> fromDriver) {
    // As the command line does, so that the same texts give the same numbers.
    Locale.setDefault(Locale.ROOT);
    channel = context;
    names = Main.namedTypes(ExecutorSide.class.getClassLoader());
    world = Environment.describe("", List.of()).without(List.of("kernels", "commit", "data"));
    here = this;
  }

  /** The one of this process. */
  static ExecutorSide here() {
    return here;
  }

  /**
   * Runs one attempt at a trial.
   *
   * @param setting the bytes of a {@link Setting}
   * @param source has the data files
   * @param asked the bytes of an order and its number
   * @return the bytes of its end
   * @throws Exception if the attempt has failed; the driver has been told why
   */
  byte[] run(byte[] setting, DataShipment.Source source, byte[] asked) throws Exception {
    Message order = Message.read(asked);
    Attempt attempt = new Attempt(order.head().required("id").intValue());
    try {
      TrialEnd end = run(Setting.read(setting), source, order, attempt);
      if (end.how() == TrialEnd.How.BROKEN) {
        attempt.tell("broken", Texts.write(end));
        throw new AbandonedException(end.result().reason().orElseThrow(), null);
      }
      return Message.of(Texts.write(end)).bytes();
    } catch (AbandonedException e) {
      throw e;
    } catch (Exception | LinkageError e) {
      attempt.tell("broken", JsonNodeFactory.instance.objectNode().put("reason", e.toString()));
      throw e;
    }
  }

  private TrialEnd run(Setting setting, DataShipment.Source source, Message asked, Attempt attempt)
      throws IOException {
    Kernels kernels = KernelChoice.of(names, setting.kernels()).kernels();
    Path folder = Files.createTempDirectory(root(), "trial-");
    try (Workers workers = Workers.of(attempt.task.cpus())) {
      Map<String, byte[]> begun = attempt.tell("begin", world).files();
      RunFolder fresh = RunFolder.open(folder);
      begun.forEach(fresh::write);
      RunFolder heard = RunFolder.heard(folder, name -> attempt.send(folder, name));
      TrialOrder order =
          Texts.order(
              asked.head().required("order"),
              new JsonBinding(names),
              task -> prepared(task, setting, source));
      Kernels own = kernels.on(workers);
      return new TrialWork(
              setting.experiment(),
              heard,
              new TrialRunner(own, new EpochTrainer()),
              own,
              attempt::requireGoingOn)
          .run(
              order,
              done ->
                  attempt.tell("started", JsonNodeFactory.instance.objectNode().put("done", done)),
              epoch -> attempt.tell("epoch", Texts.write(epoch)));
    } finally {
      remove(folder);
    }
  }

  /** Where Spark keeps this executor's files, and removes them. */
  private static Path root() {
    return Path.of(SparkFiles.getRootDirectory());
  }

  /** This executor's host; the channel itself knows only the driver's. */
  private static String host() {
    return SparkEnv.get().blockManager().blockManagerId().host();
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A task's data, prepared by the first trial that needs them while others wait. */
  private PreparedTask prepared(Task task, Setting setting, DataShipment.Source source) {
    synchronized (prepared) {
      if (data.isEmpty()) {
        data = Optional.of(arrived(setting, source));
      }
      PreparedTask known = prepared.get(task);
      if (known == null) {
        known = task.prepare(data.get(), setting.seed());
        prepared.put(task, known);
      }
      return known;
    }
  }

  private static DataFolders arrived(Setting setting, DataShipment.Source source) {
    try {
      return setting
          .data()
          .arrive(
              Files.createTempDirectory(root(), "data-"),
              source,
              SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()));
    } catch (IOException e) {
      throw new UncheckedIOException("the data do not reach this executor: " + e.getMessage(), e);
    }
  }

  /** One attempt of a task, as the driver is told of it. */
  private final class Attempt {
    final TaskContext task = TaskContext.get();
    private final int id;

    Attempt(int id) {
      this.id = id;
    }

    Message tell(String what, ObjectNode json) {
      return tell(what, json, Map.of());
    }

    /** Sends a file that was written. */
    void send(Path folder, String name) {
      try {
        tell(
            "file",
            JsonNodeFactory.instance.objectNode(),
            Map.of(name, Files.readAllBytes(folder.resolve(name))));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + folder.resolve(name), e);
      }
    }

    private Message tell(String what, ObjectNode json, Map<String, byte[]> files) {
      ObjectNode head = JsonNodeFactory.instance.objectNode().put("what", what).put("id", id);
      head.put("attempt", task.taskAttemptId());
      head.put("executor", channel.executorID()).put("host", host());
      head.set("is", json);
      try {
        Message reply = Message.read((byte[]) channel.ask(new Message(head, files).bytes()));
        String refusal = reply.head().path("refused").asString("");
        if (!refusal.isEmpty()) {
          throw new AbandonedException(refusal, null);
        }
        return reply;
      } catch (AbandonedException e) {
        throw e;
      } catch (Exception e) {
        throw new AbandonedException("the driver does not answer", e);
      }
    }

    void requireGoingOn() {
      if (task.isInterrupted()) {
        throw new AbandonedException("ended by Spark", null);
      }
    }
  }
}
