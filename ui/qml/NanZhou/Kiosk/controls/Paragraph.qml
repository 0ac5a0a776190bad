import QtQuick
import NanZhou.Kiosk

// Sentences that are read. The font's own line height is 1.45 of its size, more than the 1.3 asked for.
Text {
    font { family: Theme.sans; pixelSize: Theme.body }
    color: Theme.text
    wrapMode: Text.Wrap
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
