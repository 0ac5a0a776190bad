import QtQuick
import NanZhou.Kiosk

// Sentences that are read.
Text {
    font { family: Theme.sans; pixelSize: Theme.body }
    color: Theme.text
    wrapMode: Text.Wrap
    lineHeight: lineCount > 1 ? Theme.lines : 1
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
