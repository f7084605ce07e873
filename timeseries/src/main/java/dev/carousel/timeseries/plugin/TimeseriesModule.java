package dev.carousel.timeseries.plugin;

import dev.carousel.decode.PrefixBeam;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.loss.Ctc;
import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.plugin.Plugin;
import dev.carousel.timeseries.anomaly.BestF1;
import dev.carousel.timeseries.anomaly.ErrorMeasure;
import dev.carousel.timeseries.anomaly.Quantile;
import dev.carousel.timeseries.anomaly.Threshold;
import dev.carousel.timeseries.anomaly.sequence.SequenceAnomalies;
import dev.carousel.timeseries.anomaly.series.SeriesAnomalies;
import dev.carousel.timeseries.audio.Augmentation;
import dev.carousel.timeseries.audio.FrontEnd;
import dev.carousel.timeseries.audio.LabelledRecordings;
import dev.carousel.timeseries.audio.LogMel;
import dev.carousel.timeseries.audio.Mfcc;
import dev.carousel.timeseries.audio.Recordings;
import dev.carousel.timeseries.audio.SpectralForm;
import dev.carousel.timeseries.audio.UtteranceSource;
import dev.carousel.timeseries.channel.ChannelInput;
import dev.carousel.timeseries.channel.ChannelScale;
import dev.carousel.timeseries.classification.SequenceClassification;
import dev.carousel.timeseries.distribution.Gaussian;
import dev.carousel.timeseries.distribution.NegativeBinomial;
import dev.carousel.timeseries.distribution.Quantiles;
import dev.carousel.timeseries.distribution.StudentT;
import dev.carousel.timeseries.feature.Features;
import dev.carousel.timeseries.forecast.BaselineKind;
import dev.carousel.timeseries.forecast.Center;
import dev.carousel.timeseries.forecast.Forecast;
import dev.carousel.timeseries.forecast.MissingValues;
import dev.carousel.timeseries.forecast.WindowScale;
import dev.carousel.timeseries.labelled.LabelledRows;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.timeseries.model.Autoencoder;
import dev.carousel.timeseries.model.AutoregressiveForecaster;
import dev.carousel.timeseries.model.DecodingForecaster;
import dev.carousel.timeseries.model.Forecaster;
import dev.carousel.timeseries.music.PianoRoll;
import dev.carousel.timeseries.scale.BoxCox;
import dev.carousel.timeseries.scale.LogStandard;
import dev.carousel.timeseries.scale.MinMax;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Robust;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.scale.Unscaled;
import dev.carousel.timeseries.series.CsvSource;
import dev.carousel.timeseries.series.SeriesLayout;
import dev.carousel.timeseries.series.SeriesSource;
import dev.carousel.timeseries.signal.SimulatedSignal;
import dev.carousel.timeseries.split.Chronological;
import dev.carousel.timeseries.split.Cut;
import dev.carousel.timeseries.split.RollingOrigin;
import dev.carousel.timeseries.transcription.Transcription;
import dev.carousel.timeseries.vital.SimulatedVitalSigns;
import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import dev.carousel.transcription.Unit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Contributes series from CSV files, the forecasting task, its models and likelihoods, labelled
 * sequences, recordings among them, their classification and anomalies, utterances and their
 * transcription, anomalies in series, and piano rolls.
 */
public final class TimeseriesModule extends Plugin {
  /** The plug-in of the module "timeseries". */
  public TimeseriesModule() {
    super("timeseries");
  }

  @Override
  protected void configure() {
    contribute(SeriesSource.class, "csv", CsvSource.of(null, null, List.of()));
    contribute(SeriesLayout.class, "rows", new SeriesLayout.Rows(Optional.empty()));
    contribute(SeriesLayout.class, "columns", new SeriesLayout.Columns());
    contribute(Scale.class, "none", new Unscaled());
    contribute(Scale.class, "standard", new Standard(Per.SERIES));
    contribute(Scale.class, "minmax", new MinMax(Per.SERIES));
    contribute(Scale.class, "robust", new Robust(Per.SERIES));
    contribute(Scale.class, "log-standard", new LogStandard(Per.SERIES));
    contribute(Scale.class, "box-cox", new BoxCox(Per.SERIES));
    contribute(Cut.class, "chronological", new Chronological(0.2, 0.2));
    contribute(Cut.class, "rolling-origin", new RollingOrigin(5, 4, 0.1, 0.1));
    contribute(
        Task.class,
        "forecast",
        new Forecast(
            null,
            MissingValues.REFUSE,
            24,
            OptionalInt.empty(),
            12,
            1,
            OptionalInt.empty(),
            new Chronological(0.2, 0.2),
            new Standard(Per.SERIES),
            Center.MEAN,
            WindowScale.NONE,
            Features.NONE,
            1,
            List.of(BaselineKind.NAIVE, BaselineKind.SEASONAL_NAIVE),
            List.of(),
            new MeanSquaredError(),
            100));
    contribute(Task.class, "piano-roll", new PianoRoll(null));
    contributeSequences();
    contribute(
        Architecture.class,
        "forecaster",
        new Forecaster(RecurrentStack.of(null), 0, new PyTorchInitializer()));
    contribute(
        Architecture.class,
        "decoding-forecaster",
        new DecodingForecaster(RecurrentStack.of(null), 0, new PyTorchInitializer()));
    contribute(
        Architecture.class,
        "autoregressive-forecaster",
        new AutoregressiveForecaster(RecurrentStack.of(null), 0, new PyTorchInitializer()));

    contribute(Loss.class, "gaussian", new Gaussian());
    contribute(Loss.class, "student-t", new StudentT());
    contribute(Loss.class, "negative-binomial", new NegativeBinomial());
    contribute(
        Loss.class,
        "quantiles",
        new Quantiles(List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)));
  }

  /** Labelled sequences and what is learnt of them, and anomalies in series. */
  private void contributeSequences() {
    LabelledRows.Lines all = new LabelledRows.Lines(null, 1, OptionalInt.empty());
    contribute(
        LabelledSource.class,
        "labelled-rows",
        new LabelledRows(all, all, 0.2, 1, LabelledRows.LabelCell.FIRST, "\t", List.of("NaN", "")));
    contribute(
        LabelledSource.class,
        "simulated-vital-signs",
        new SimulatedVitalSigns(1000, 250, 500, 24, 1, 2, 0.2, 0.5, 3, 1));
    Recordings recordings = Recordings.of(null);
    contribute(
        LabelledSource.class,
        "recordings",
        new LabelledRecordings(
            recordings.path(),
            recordings.valid(),
            recordings.test(),
            FrontEnd.standard(),
            Augmentation.NONE));
    contribute(UtteranceSource.class, "recordings", recordings);
    contribute(
        Task.class,
        "transcription",
        new Transcription(
            null,
            FrontEnd.standard(),
            Augmentation.NONE,
            Unit.WORDS,
            Ctc.Impossible.REFUSE,
            new PrefixBeam(16)));
    contribute(SpectralForm.class, "log-mel", new LogMel());
    contribute(SpectralForm.class, "mfcc", new Mfcc(13));
    contribute(
        Task.class,
        "sequence-classification",
        new SequenceClassification(null, ChannelScale.STANDARD, List.of(ChannelInput.VALUES), 1));
    contribute(Threshold.class, "best-f1", new BestF1());
    contribute(Threshold.class, "quantile", new Quantile(0.99));
    contribute(
        Task.class,
        "sequence-anomalies",
        new SequenceAnomalies(
            null, null, ChannelScale.STANDARD, 1, ErrorMeasure.SQUARED, new BestF1()));
    contribute(
        SeriesSource.class,
        "simulated-signal",
        new SimulatedSignal(16_000, 0, 25, 0.1, 0.02, 250, 1, 1));
    contribute(
        Task.class,
        "series-anomalies",
        new SeriesAnomalies(
            null,
            Optional.empty(),
            false,
            50,
            1,
            new Chronological(0.2, 0.2),
            new Standard(Per.SERIES),
            new MeanSquaredError(),
            0,
            new Quantile(0.99)));
    contribute(
        Architecture.class,
        "autoencoder",
        new Autoencoder(RecurrentStack.of(null), 16, new PyTorchInitializer()));
  }
}
