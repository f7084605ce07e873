package dev.carousel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import dev.carousel.interchange.WeightNaming;
import dev.carousel.layer.Initializer;
import dev.carousel.loss.Loss;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.optim.Optimizer;
import dev.carousel.optim.Schedule;
import dev.carousel.optim.Sgd;
import dev.carousel.optim.StepSchedule;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamedTypesTest {
  private static final NamedType<Schedule> FLAT =
      new NamedType<>(Schedule.class, "flat", new ConstantSchedule(), "one");

  @Test
  void findsCoreOnTheClassPath() {
    List<Module> modules =
        ServiceLoader.load(Module.class).stream().map(ServiceLoader.Provider::get).toList();
    Injector injector = Guice.createInjector(modules);
    NamedTypes types = injector.getInstance(NamedTypes.class);

    assertThat(modules).hasAtLeastOneElementOfType(CoreModule.class);
    assertThat(names(types, Kernels.class)).containsExactly("ejml");
    assertThat(names(types, WeightNaming.class)).containsExactly("carousel");
    assertThat(names(types, Optimizer.class)).containsExactly("adam", "adamw", "rmsprop", "sgd");
    assertThat(names(types, Schedule.class))
        .containsExactly("constant", "cosine", "exponential", "plateau", "step");
    assertThat(names(types, Initializer.class)).containsExactly("keras", "pytorch", "uniform");
    assertThat(names(types, Loss.class))
        .containsExactly("binary-cross-entropy", "cross-entropy", "ctc", "huber", "mae", "mse");
    assertThat(names(types, Architecture.class))
        .containsExactly(
            "encoder-decoder", "sequence-classifier", "sequence-model", "sequence-tagger");
    assertThat(types.of(Optimizer.class)).allMatch(type -> type.module().equals("core"));
  }

  private static <T> List<String> names(NamedTypes types, Class<T> kind) {
    return types.of(kind).stream().map(NamedType::name).toList();
  }

  @Test
  void keepsTheOrderOfNamesWithinAKind() {
    NamedTypes types =
        new NamedTypes(
            Set.of(
                new NamedType<>(Schedule.class, "b", new StepSchedule(1, 0.5), "one"),
                new NamedType<>(Optimizer.class, "a", new Sgd(0.1, 0), "one"),
                new NamedType<>(Schedule.class, "c", new ConstantSchedule(), "two"),
                new NamedType<>(Schedule.class, "a", new ConstantSchedule(), "one")));

    assertThat(names(types, Schedule.class)).containsExactly("a", "b", "c");
    assertThat(names(types, Optimizer.class)).containsExactly("a");
    assertThat(types.isKind(Schedule.class)).isTrue();
    assertThat(types.isKind(ConstantSchedule.class)).isFalse();
    assertThat(types.isKind(Loss.class)).isFalse();
    assertThat(types.of(Loss.class)).isEmpty();
  }

  @Test
  void knowsTheNameOfAValueByItsClass() {
    NamedTypes types = new NamedTypes(Set.of(FLAT));

    assertThat(types.nameOf(new ConstantSchedule())).contains("flat");
    assertThat(types.nameOf(new StepSchedule(1, 0.5))).isEmpty();
  }

  @Test
  void twoPluginsWithOneNameAreAnError() {
    NamedType<Schedule> other =
        new NamedType<>(Schedule.class, "flat", new StepSchedule(1, 0.5), "two");

    // Whichever comes first.
    for (Set<NamedType<?>> contributions :
        List.of(Set.<NamedType<?>>of(FLAT, other), Set.<NamedType<?>>of(other, FLAT))) {
      assertThatThrownBy(() -> new NamedTypes(contributions))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the name 'flat' of kind Schedule is contributed twice: by"
                  + " dev.carousel.optim.ConstantSchedule in module one and by"
                  + " dev.carousel.optim.StepSchedule in module two; leave one of them off the"
                  + " class path");
    }
  }

  /** The error of two plug-ins reaches whoever asks Guice for the types. */
  @Test
  void guiceReportsTwoPluginsWithOneName() {
    Plugin other =
        new Plugin("other") {
          @Override
          protected void configure() {
            contribute(Optimizer.class, "sgd", new Sgd(0.5, 0.5));
          }
        };
    Injector injector = Guice.createInjector(new CoreModule(), other);

    assertThatThrownBy(() -> injector.getInstance(NamedTypes.class))
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage(
            "the name 'sgd' of kind Optimizer is contributed twice: by dev.carousel.optim.Sgd in module core"
                + " and by dev.carousel.optim.Sgd in module other; leave one of them off the class"
                + " path");
  }
}
