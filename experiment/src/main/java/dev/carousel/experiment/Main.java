package dev.carousel.experiment;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import dev.carousel.experiment.cli.Carousel;
import dev.carousel.experiment.cli.Session;
import dev.carousel.experiment.cli.StandardInput;
import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.train.EpochTrainer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/** The program: finds the plug-ins on the class path and runs a command. */
public final class Main {
  private Main() {}

  private static final class NoTypes extends AbstractModule {
    @Override
    protected void configure() {
      Multibinder.newSetBinder(binder(), new TypeLiteral<NamedType<?>>() {});
    }
  }

  /**
   * The named types that modules contribute.
   *
   * @param plugins the modules
   * @return the types
   * @throws IllegalStateException if two have one kind and name
   */
  public static NamedTypes namedTypes(Iterable<Module> plugins) {
    List<Module> modules = new ArrayList<>();
    modules.add(new NoTypes());
    plugins.forEach(modules::add);
    try {
      return Guice.createInjector(modules).getInstance(NamedTypes.class);
    } catch (ProvisionException | CreationException e) {
      if (e.getCause() instanceof IllegalStateException clash) {
        throw clash;
      }
      throw e;
    }
  }

  /**
   * The named types that the modules on a class path contribute.
   *
   * @param loader where the modules are found
   * @return the types
   * @throws IllegalStateException if two have one kind and name
   */
  public static NamedTypes namedTypes(ClassLoader loader) {
    // Guice's other ways of defining classes use what newer JDKs warn of at every start.
    System.setProperty("guice_custom_class_loading", "CHILD");
    return namedTypes(ServiceLoader.load(Module.class, loader));
  }

  /**
   * Runs a command and ends the process with its status.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    // Numbers are written and read alike everywhere.
    Locale.setDefault(Locale.ROOT);
    // One encoding everywhere, so that output can be read by other programs.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    NamedTypes names;
    try {
      names = namedTypes(Thread.currentThread().getContextClassLoader());
    } catch (IllegalStateException e) {
      err.println(e.getMessage());
      System.exit(Carousel.WRONG);
      return;
    }
    Session session =
        new Session(
            names, new EpochTrainer(), StandardInput.ofProcess(), out, err, System.getenv());
    System.exit(Carousel.execute(session, arguments));
  }
}
