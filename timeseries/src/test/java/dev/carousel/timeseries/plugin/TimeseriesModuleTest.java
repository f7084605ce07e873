package dev.carousel.timeseries.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Module;
import dev.carousel.loss.Loss;
import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.timeseries.anomaly.Threshold;
import dev.carousel.timeseries.audio.SpectralForm;
import dev.carousel.timeseries.audio.UtteranceSource;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.series.SeriesLayout;
import dev.carousel.timeseries.series.SeriesSource;
import dev.carousel.timeseries.split.Cut;
import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class TimeseriesModuleTest {
  @Test
  void isFoundAndContributesItsTypes() {
    List<Module> found =
        ServiceLoader.load(Module.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(TimeseriesModule.class::isInstance)
            .toList();
    assertThat(found).hasSize(1);
    NamedTypes types = Guice.createInjector(found).getInstance(NamedTypes.class);
    assertThat(types.of(SeriesSource.class))
        .extracting(NamedType::name)
        .containsExactly("csv", "simulated-signal");
    assertThat(types.of(SeriesLayout.class))
        .extracting(NamedType::name)
        .containsExactly("columns", "rows");
    assertThat(types.of(Cut.class))
        .extracting(NamedType::name)
        .containsExactly("chronological", "rolling-origin");
    assertThat(types.of(Scale.class))
        .extracting(NamedType::name)
        .containsExactly("box-cox", "log-standard", "minmax", "none", "robust", "standard");
    assertThat(types.of(LabelledSource.class))
        .extracting(NamedType::name)
        .containsExactly("labelled-rows", "recordings", "simulated-vital-signs");
    assertThat(types.of(UtteranceSource.class))
        .extracting(NamedType::name)
        .containsExactly("recordings");
    assertThat(types.of(SpectralForm.class))
        .extracting(NamedType::name)
        .containsExactly("log-mel", "mfcc");
    assertThat(types.of(Threshold.class))
        .extracting(NamedType::name)
        .containsExactly("best-f1", "quantile");
    assertThat(types.of(Task.class))
        .extracting(NamedType::name)
        .containsExactly(
            "forecast",
            "piano-roll",
            "sequence-anomalies",
            "sequence-classification",
            "series-anomalies",
            "transcription");
    assertThat(types.of(Architecture.class))
        .extracting(NamedType::name)
        .containsExactly(
            "autoencoder", "autoregressive-forecaster", "decoding-forecaster", "forecaster");
    assertThat(types.of(Loss.class))
        .extracting(NamedType::name)
        .containsExactly("gaussian", "negative-binomial", "quantiles", "student-t");
    assertThat(types.of(Task.class)).extracting(NamedType::module).containsOnly("timeseries");
  }
}
