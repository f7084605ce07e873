package dev.carousel.plugin;

import dev.carousel.attention.Additive;
import dev.carousel.attention.Attention;
import dev.carousel.attention.Multiplicative;
import dev.carousel.cell.Cell;
import dev.carousel.decode.BestPath;
import dev.carousel.decode.CtcDecoder;
import dev.carousel.decode.PrefixBeam;
import dev.carousel.interchange.OwnNaming;
import dev.carousel.interchange.WeightNaming;
import dev.carousel.layer.AdaptiveSoftmax;
import dev.carousel.layer.FullSoftmax;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.KerasInitializer;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.layer.SequenceTagger;
import dev.carousel.layer.Softmax;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.loss.BinaryCrossEntropy;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.loss.Ctc;
import dev.carousel.loss.Huber;
import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanAbsoluteError;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.memory.AddingProblem;
import dev.carousel.memory.Copying;
import dev.carousel.memory.TemporalOrder;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import dev.carousel.optim.Adam;
import dev.carousel.optim.AdamW;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.optim.CosineSchedule;
import dev.carousel.optim.ExponentialSchedule;
import dev.carousel.optim.Optimizer;
import dev.carousel.optim.PlateauSchedule;
import dev.carousel.optim.RmsProp;
import dev.carousel.optim.Schedule;
import dev.carousel.optim.Sgd;
import dev.carousel.optim.StepSchedule;
import dev.carousel.pooling.AttentionPooling;
import dev.carousel.pooling.LastPooling;
import dev.carousel.pooling.MaxPooling;
import dev.carousel.pooling.MeanPooling;
import dev.carousel.pooling.Pooling;
import dev.carousel.pooling.SequenceClassifier;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.timing.PeriodicFunction;
import dev.carousel.timing.PeriodicFunction.Shape;
import dev.carousel.timing.SpikeDelays;
import dev.carousel.timing.TimedSpikes;
import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import dev.carousel.transduction.EncoderDecoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Contributes everything in core that experiments can name. */
public final class CoreModule extends Plugin {
  /** The module. */
  public CoreModule() {
    super("core");
  }

  @Override
  protected void configure() {
    contribute(Kernels.class, "ejml", new EjmlKernels());
    contribute(WeightNaming.class, "carousel", new OwnNaming());

    contribute(Cell.class, "zoneout", new Zoneout(null, 0.05, 0));
    contribute(Cell.class, "variational-dropout", new VariationalDropout(null, 0, 0.2));

    contribute(Optimizer.class, "sgd", new Sgd(0.1, 0));
    contribute(Optimizer.class, "rmsprop", new RmsProp(0.001, 0.9, 1e-8));
    contribute(Optimizer.class, "adam", new Adam(0.001, 0.9, 0.999, 1e-8));
    contribute(Optimizer.class, "adamw", new AdamW(0.001, 0.9, 0.999, 1e-8, 0.01));

    contribute(Schedule.class, "constant", new ConstantSchedule());
    contribute(Schedule.class, "step", new StepSchedule(10, 0.5));
    contribute(Schedule.class, "exponential", new ExponentialSchedule(0.95, 0));
    contribute(Schedule.class, "cosine", new CosineSchedule(0));
    contribute(Schedule.class, "plateau", new PlateauSchedule(0.5, 5));

    contribute(Initializer.class, "pytorch", new PyTorchInitializer());
    contribute(Initializer.class, "keras", new KerasInitializer());
    contribute(Initializer.class, "uniform", new UniformInitializer(0.1));

    contribute(Loss.class, "mse", new MeanSquaredError());
    contribute(Loss.class, "mae", new MeanAbsoluteError());
    contribute(Loss.class, "huber", new Huber(1));
    contribute(Loss.class, "cross-entropy", new CrossEntropy());
    contribute(Loss.class, "binary-cross-entropy", new BinaryCrossEntropy());
    contribute(Loss.class, "ctc", new Ctc(Ctc.Impossible.REFUSE));

    contribute(
        Architecture.class,
        "sequence-model",
        new SequenceArchitecture(
            RecurrentStack.of(null), OptionalInt.empty(), 0, new PyTorchInitializer()));

    contribute(
        Architecture.class,
        "sequence-classifier",
        new SequenceClassifier(
            RecurrentStack.of(null),
            new LastPooling(),
            OptionalInt.empty(),
            0,
            0,
            new PyTorchInitializer()));
    contribute(
        Architecture.class,
        "sequence-tagger",
        new SequenceTagger(64, RecurrentStack.of(null), 0, new PyTorchInitializer()));
    contribute(
        Architecture.class,
        "encoder-decoder",
        new EncoderDecoder(
            256,
            RecurrentStack.of(null),
            Optional.of(new Multiplicative()),
            false,
            Optional.empty(),
            0,
            false,
            new PyTorchInitializer()));

    contribute(CtcDecoder.class, "best-path", new BestPath());
    contribute(CtcDecoder.class, "prefix-beam", new PrefixBeam(16));
    contribute(Softmax.class, "full", new FullSoftmax());
    contribute(Softmax.class, "adaptive", new AdaptiveSoftmax(List.of(2000), 4));
    contribute(Pooling.class, "last", new LastPooling());
    contribute(Pooling.class, "mean", new MeanPooling());
    contribute(Pooling.class, "max", new MaxPooling());
    contribute(Pooling.class, "attention", new AttentionPooling(64));
    contribute(Attention.class, "multiplicative", new Multiplicative());
    contribute(Attention.class, "additive", new Additive(128));

    contribute(Task.class, "adding-problem", new AddingProblem(100, 5000, 1000, 1000));
    contribute(Task.class, "copying", new Copying(20, 5000, 1000, 1000));
    contribute(Task.class, "temporal-order", new TemporalOrder(100, 5000, 1000, 1000));
    contribute(Task.class, "spike-delays", new SpikeDelays(10, 1, 10, 100, 1000, 200, 200));
    contribute(Task.class, "timed-spikes", new TimedSpikes(10, 1, 10, 100, 1000, 200, 200));
    contribute(
        Task.class, "periodic-function", new PeriodicFunction(Shape.COSINE, 10, 10, 100, 100));
  }
}
