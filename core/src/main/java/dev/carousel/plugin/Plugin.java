package dev.carousel.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;

/**
 * A Guice module that contributes named types. To be found, its class is named in the jar's {@code
 * META-INF/services/com.google.inject.Module}.
 */
public abstract class Plugin extends AbstractModule {
  private final String module;

  /**
   * A plug-in.
   *
   * @param module the name of the module it belongs to, such as "cells-gru"
   */
  protected Plugin(String module) {
    this.module = module;
  }

  /**
   * Contributes a type under a name.
   *
   * @param <T> the kind
   * @param kind what it is one of, such as {@code Cell.class}
   * @param name its name in JSON
   * @param prototype an instance that holds the defaults; null components have no default
   */
  protected final <T> void contribute(Class<T> kind, String name, T prototype) {
    Multibinder.newSetBinder(binder(), new TypeLiteral<NamedType<?>>() {})
        .addBinding()
        .toInstance(new NamedType<>(kind, name, prototype, module));
  }
}
