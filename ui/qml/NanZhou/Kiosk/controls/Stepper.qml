pragma ComponentBehavior: Bound
import QtQuick
import NanZhou.Kiosk

// Where the resident is in the journey: along the top of a page, or down the side of a wide one.
Item {
    id: root
    property var steps: []
    property int current: 0
    property bool dark: false
    property bool upright: false
    readonly property real dot: upright ? 56 : 68
    readonly property color quiet: dark ? Theme.whiteSoft : Theme.muted

    implicitHeight: line.implicitHeight
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("第 %1 步，共 %2 步：%3").arg(current + 1).arg(steps.length).arg(Theme.say(steps[current]))

    Grid {
        id: line
        width: parent.width
        columns: root.upright ? 1 : root.steps.length
        rowSpacing: 22
        Repeater {
            model: root.steps
            Item {
                id: step
                required property int index
                required property var modelData
                readonly property bool done: index < root.current
                readonly property bool now: index === root.current
                width: root.upright ? root.width : root.width / root.steps.length
                height: root.upright ? Math.max(root.dot, words.implicitHeight) : root.dot + 14 + words.implicitHeight

                Rectangle {
                    visible: step.index > 0
                    x: root.upright ? root.dot / 2 - 3 : -width / 2
                    y: root.upright ? -line.rowSpacing - (step.height - root.dot) / 2 + 4 : root.dot / 2 - 3
                    width: root.upright ? 6 : parent.width - root.dot - 16
                    height: root.upright ? line.rowSpacing + step.height - root.dot - 8 : 6
                    radius: 3
                    color: step.done || step.now ? (root.dark ? Theme.gold : Theme.good) : root.dark ? Theme.inkSoft : Theme.shade
                }
                Rectangle {
                    id: mark
                    anchors {
                        horizontalCenter: root.upright ? undefined : parent.horizontalCenter
                        verticalCenter: root.upright ? parent.verticalCenter : undefined
                    }
                    width: root.dot
                    height: root.dot
                    radius: root.dot / 2
                    color: step.done ? (root.dark ? Theme.gold : Theme.good) : step.now ? Theme.accent : root.dark ? "transparent" : Theme.card
                    border {
                        width: step.done || (step.now && !root.dark) ? 0 : 4
                        color: step.now ? Theme.gold : root.dark ? Theme.whiteSoft : Theme.shade
                    }
                    Icon {
                        visible: step.done
                        anchors.centerIn: parent
                        name: "check"
                        color: root.dark ? Theme.ink : Theme.white
                        side: Math.round(root.dot * 0.58)
                    }
                    Text {
                        visible: !step.done
                        anchors.centerIn: parent
                        text: step.index + 1
                        font { family: Theme.sans; pixelSize: Math.round(root.dot * 0.48); weight: Font.Bold }
                        color: step.now || root.dark ? Theme.white : Theme.muted
                    }
                }
                Text {
                    id: words
                    x: root.upright ? root.dot + 24 : 4
                    y: root.upright ? (parent.height - height) / 2 : root.dot + 14
                    width: parent.width - (root.upright ? root.dot + 24 : 8)
                    horizontalAlignment: root.upright ? Text.AlignLeft : Text.AlignHCenter
                    text: Theme.say(step.modelData)
                    wrapMode: Text.Wrap
                    font { family: Theme.sans; pixelSize: root.upright ? Theme.body : Theme.caption; weight: step.now ? Font.Bold : Font.Normal }
                    color: step.now ? (root.dark ? Theme.white : Theme.accent) : root.quiet
                }
            }
        }
    }
}
