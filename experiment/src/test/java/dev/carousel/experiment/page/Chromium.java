package dev.carousel.experiment.page;

import dev.carousel.experiment.json.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A headless Chromium with one page, driven through its DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final long SECONDS = 120;
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");

  private final Process process;
  private final WebSocket socket;
  private final String session;
  private final AtomicInteger sent = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  private Chromium(Process process, String address) throws Exception {
    this.process = process;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Listener())
            .get(SECONDS, TimeUnit.SECONDS);
    ObjectNode target = JsonNodeFactory.instance.objectNode().put("url", "about:blank");
    String id = send("Target.createTarget", target, null).get("targetId").stringValue();
    session =
        send(
                "Target.attachToTarget",
                JsonNodeFactory.instance.objectNode().put("targetId", id).put("flatten", true),
                null)
            .get("sessionId")
            .stringValue();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable");
    }
  }

  /** Where the browser is, if it is on the PATH. */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it. */
  static Chromium start(Path program, Path profile) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--force-color-profile=srgb"));
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--no-sandbox");
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread drain = new Thread(() -> readAway(lines), "chromium's output");
        drain.setDaemon(true);
        drain.start();
        return new Chromium(process, listening.group(1));
      }
    }
    process.destroyForcibly();
    throw new IOException("Chromium ended at once:\n" + said);
  }

  /** Keeps the pipe from filling up. */
  private static void readAway(BufferedReader lines) {
    try {
      lines.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The browser has been ended, and with it its output.
      return;
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        JsonNode json = Json.parse(message.toString(), "DevTools");
        message.setLength(0);
        heard(json);
      }
      from.request(1);
      return null;
    }
  }

  private void heard(JsonNode message) {
    if (message.has("id")) {
      waiting.remove(message.get("id").intValue()).complete(message);
      return;
    }
    JsonNode params = message.path("params");
    switch (message.path("method").asString("")) {
      case "Page.loadEventFired" -> loaded.complete(null);
      case "Runtime.exceptionThrown" -> complaints.add(Json.line(params.path("exceptionDetails")));
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(params.path("type").asString(""))) {
          complaints.add(Json.line(params));
        }
      }
      case "Log.entryAdded" -> {
        if (!params.at("/entry/level").asString("").equals("verbose")) {
          complaints.add(Json.line(params.path("entry")));
        }
      }
      case "Network.requestWillBeSent" ->
          requests.add(
              params.at("/request/url").asString("").replaceAll("(?s)^(data:.{20}).*", "$1"));
      default -> {}
    }
  }

  private JsonNode send(String method, JsonNode parameters, String to) throws Exception {
    int id = sent.incrementAndGet();
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    if (to != null) {
      message.put("sessionId", to);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(Json.line(message), true).get(SECONDS, TimeUnit.SECONDS);
    JsonNode json = answer.get(SECONDS, TimeUnit.SECONDS);
    if (json.has("error")) {
      throw new IOException(method + ": " + Json.line(json.get("error")));
    }
    return json.get("result");
  }

  /** Calls a method of the protocol, with parameters by name and value. */
  JsonNode call(String method, Object... parameters) throws Exception {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < parameters.length; i += 2) {
      object.putPOJO((String) parameters[i], parameters[i + 1]);
    }
    return send(method, object, session);
  }

  /** The value of an expression, or of its promise. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "awaitPromise",
            true,
            "returnByValue",
            true);
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + Json.line(answer.get("exceptionDetails")));
    }
    return answer.path("result").path("value");
  }

  /** Sets the window's size and the colours that the reader prefers. */
  void show(int width, int height, boolean dark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        1,
        "mobile",
        width < 500);
    call(
        "Emulation.setEmulatedMedia",
        "features",
        List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light")));
  }

  /** Opens a file and waits until its page has drawn itself. */
  void open(Path file) throws Exception {
    loaded = new CompletableFuture<>();
    call("Page.navigate", "url", file.toUri().toString());
    loaded.get(SECONDS, TimeUnit.SECONDS);
    evaluate(
        """
        new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
        """);
    if (!evaluate("document.documentElement.dataset.drawn === 'true'").booleanValue()) {
      throw new AssertionError(file + " has not drawn itself: " + complaints);
    }
  }

  /** A picture of the whole page. */
  void screenshot(Path file) throws Exception {
    JsonNode picture =
        call("Page.captureScreenshot", "format", "png", "captureBeyondViewport", true);
    Files.write(file, Base64.getDecoder().decode(picture.get("data").stringValue()));
  }

  /** The page on paper. */
  byte[] pdf() throws Exception {
    JsonNode pdf = call("Page.printToPDF", "printBackground", true, "preferCSSPageSize", true);
    return Base64.getDecoder().decode(pdf.get("data").stringValue());
  }

  /** Errors, warnings and exceptions since the start. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Everything that was asked for since the start. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }
}
