// Reads the square of a mark with the camera or from a photo, where the browser can; what was read opens its check.
(() => {
  "use strict";
  const tools = document.getElementById("scan-tools");
  if (!tools || !("BarcodeDetector" in window)) return;
  const { words, path, host } = JSON.parse(document.getElementById("mark-words").textContent);
  const part = (name) => tools.querySelector(`[data-scan="${name}"]`);
  const said = part("said");
  const video = part("video");
  let stream = null;

  const open = (read) => {
    const { textIn, isElsewhere } = globalThis.huaihaiMark;
    const text = textIn(read);
    if (!text) return (said.textContent = words.not_found);
    location.assign(`${path}${text}/${isElsewhere(read, [location.host, host]) ? "?elsewhere=1" : ""}`);
    return text;
  };
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    part("camera").hidden = true;
  };
  const scan = async (detector) => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      part("camera").hidden = false;
      said.textContent = words.scan_wait;
      video.srcObject = stream;
      await video.play();
      while (stream) {
        const [found] = await detector.detect(video);
        if (found) {
          stop();
          return open(found.rawValue);
        }
        await new Promise((go) => setTimeout(go, 200));
      }
    } catch (error) {
      stop();
      said.textContent = error?.name === "NotAllowedError" ? words.scan_refused : words.scan_failed;
    }
    return "";
  };
  const fromPhoto = async (detector, file) => {
    try {
      const [found] = await detector.detect(await createImageBitmap(file));
      if (found) return open(found.rawValue);
    } catch { /* no picture */ }
    said.textContent = words.photo_failed;
    return "";
  };

  const begin = async () => {
    const kinds = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (!kinds.includes("qr_code")) return;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    tools.hidden = false;
    part("scan").hidden = !navigator.mediaDevices?.getUserMedia;
    part("scan").addEventListener("click", () => scan(detector));
    part("stop").addEventListener("click", stop);
    part("photo").addEventListener("change", (event) => event.target.files[0] && fromPhoto(detector, event.target.files[0]));
    addEventListener("pagehide", stop);
  };
  begin();
})();
