package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carousel.cells.gru.Gru;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.memory.AddingProblem;
import dev.carousel.optim.Adam;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.data.DataFolders;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Training;
import dev.carousel.train.TrainingResult;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CoreAndGruTest {
  @Test
  void trains() {
    EjmlKernels kernels = new EjmlKernels();
    RandomStream random = new RandomStream(1);
    PreparedTask task =
        new AddingProblem(10, 1000, 200, 200).prepare(new DataFolders(List.of()), 1);
    Model model =
        new SequenceArchitecture(
                RecurrentStack.of(new Gru(16, Gru.Reset.AFTER)),
                OptionalInt.empty(),
                0,
                new PyTorchInitializer())
            .build(task.signature(), kernels, random.derive("weights"));
    Training training =
        new Training(
            new Adam(0.01, 0.9, 0.999, 1e-8),
            new ConstantSchedule(),
            15,
            25,
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            OptionalInt.empty());
    TrainingResult result =
        new EpochTrainer()
            .train(model, task, training, kernels, random.derive("training"), epoch -> {});
    double mse = result.epochs().get(result.bestEpoch() - 1).valid().get("mse");
    assertTrue(mse < 0.08, "half the error of predicting the mean (0.167), got " + mse);
  }

  @Test
  void classPathHoldsNothingElse() {
    List<String> unwanted =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(path -> new File(path).getName())
            .filter(
                jar ->
                    jar.contains("jackson")
                        || jar.startsWith("carousel-")
                            && !jar.startsWith("carousel-core")
                            && !jar.startsWith("carousel-cells-gru"))
            .toList();
    assertEquals(List.of(), unwanted);
    for (String name :
        List.of(
            "tools.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "dev.carousel.nlp.NlpModule",
            "dev.carousel.cells.lstm.Lstm",
            "dev.carousel.cells.rnn.Rnn")) {
      assertTrue(isAbsent(name), name + " is on the class path");
    }
  }

  private static boolean isAbsent(String name) {
    try {
      Class.forName(name);
      return false;
    } catch (ClassNotFoundException absent) {
      return true;
    }
  }
}
